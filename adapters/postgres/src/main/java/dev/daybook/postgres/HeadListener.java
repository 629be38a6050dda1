package dev.daybook.postgres;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Hears, on a connection of its own, that some node has moved the head. A lost connection is opened
 * again by and by.
 */
final class HeadListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeadListener.class);

    private static final int WAIT_MILLIS = 500;
    private static final int RECONNECT_MILLIS = 1_000;

    private final PostgresSettings settings;
    private final String schema;
    private final LongConsumer listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    HeadListener(PostgresSettings settings, String schema, LongConsumer listener) {
        this.settings = settings;
        this.schema = schema;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("daybook-head-listener").start(this::run);
    }

    private void run() {
        try {
            do {
                listen();
            } while (!closing.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (Connection connection = settings.connect(schema)) {
            Sql.execute(connection, "listen " + schema);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (closing.getCount() > 0) {
                PGNotification[] moves = postgres.getNotifications(WAIT_MILLIS);
                if (moves != null && moves.length > 0) {
                    listener.accept(Long.parseLong(moves[moves.length - 1].getParameter()));
                }
            }
        } catch (SQLException lost) {
            if (closing.getCount() > 0) {
                log.warn(
                        "The connection that listens for other nodes was lost: {}",
                        lost.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
