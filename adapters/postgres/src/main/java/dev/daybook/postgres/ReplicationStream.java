package dev.daybook.postgres;

import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The transactions of a slot, read ahead by a thread of its own, which also tells the server what
 * was confirmed and that somebody is there. No more is read ahead than {@value #AHEAD_BYTES_MAX}
 * bytes, or one transaction.
 *
 * <p>Reading waits for as long as nothing comes: whoever uses this notices by {@link #receivedLsn}
 * that a server is gone without having said so, and closes it.
 */
final class ReplicationStream implements AutoCloseable {

    private static final int AHEAD_BYTES_MAX = 16 * 1024 * 1024;

    /**
     * How often the server is told at most; what was confirmed since may come again after a kill.
     */
    private static final int STATUS_MILLIS = 1_000;

    private final PostgresSettings settings;
    private final String schema;
    private final String slot;
    private final String publication;
    private final StreamedTransactions transactions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Streamed> ahead = new ArrayDeque<>();
    private final Thread thread;
    private @Nullable Connection connection;
    private long aheadBytes;
    private @Nullable Throwable ended;
    private boolean closing;
    private volatile @Nullable PGReplicationStream stream;

    /** Begins to read what was not confirmed yet. */
    ReplicationStream(
            PostgresSettings settings,
            String schema,
            String slot,
            String publication,
            StreamedTransactions transactions) {
        this.settings = settings;
        this.schema = schema;
        this.slot = slot;
        this.publication = publication;
        this.transactions = transactions;
        this.thread = Thread.ofPlatform().name("daybook-wal-stream").daemon().start(this::run);
    }

    private PGReplicationStream open() throws SQLException {
        Connection opened = settings.connectForReplication(schema);
        lock.lock();
        try {
            connection = opened;
            if (closing) {
                abort(opened);
            }
        } finally {
            lock.unlock();
        }
        return opened.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", publication)
                .withSlotOption("binary", true)
                .withSlotOption("messages", true)
                // Only what was published may be confirmed. By itself the driver would confirm
                // all it has read as soon as nothing more comes.
                .withAutomaticFlush(false)
                .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
                .start();
    }

    /**
     * The next transaction, null when none comes in time.
     *
     * @throws StorageException when the stream has ended
     */
    @Nullable Streamed next(Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (ahead.isEmpty()) {
                Throwable failure = ended;
                if (failure != null) {
                    throw new StorageException(
                            "The stream of the database's log has ended: " + failure.getMessage(),
                            failure);
                }
                if (nanos <= 0) {
                    return null;
                }
                nanos = changed.awaitNanos(nanos);
            }
            Streamed next = ahead.remove();
            aheadBytes -= next.bytes();
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The server may forget everything up to here; it is told by and by. */
    void confirm(long lsn) {
        PGReplicationStream mine = stream;
        if (mine != null) {
            LogSequenceNumber confirmed = LogSequenceNumber.valueOf(lsn);
            mine.setAppliedLSN(confirmed);
            mine.setFlushedLSN(confirmed);
        }
    }

    /** How far the server has gone through its log, whether or not it found anything. */
    long receivedLsn() {
        PGReplicationStream mine = stream;
        return mine == null ? 0 : mine.getLastReceiveLSN().asLong();
    }

    private void run() {
        Throwable failure;
        try {
            PGReplicationStream mine = open();
            stream = mine;
            read(mine);
            failure = new SQLException("The server has ended it.");
        } catch (Throwable any) { // whatever it is, the relay waits for it
            failure = any;
        }
        lock.lock();
        try {
            ended = failure;
            if (connection != null) {
                abort(connection);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void read(PGReplicationStream from) throws SQLException, InterruptedException {
        while (true) {
            ByteBuffer message = from.read();
            if (message == null) {
                return;
            }
            Streamed transaction = transactions.accept(message);
            if (transaction != null && !put(transaction, from)) {
                return;
            }
        }
    }

    /** Waits for room, with a sign of life to the server meanwhile; false when it is closed. */
    private boolean put(Streamed transaction, PGReplicationStream from)
            throws SQLException, InterruptedException {
        while (true) {
            lock.lockInterruptibly();
            try {
                long nanos = TimeUnit.MILLISECONDS.toNanos(STATUS_MILLIS);
                while (!closing && !fits(transaction) && nanos > 0) {
                    nanos = changed.awaitNanos(nanos);
                }
                if (closing) {
                    return false;
                }
                if (fits(transaction)) {
                    ahead.add(transaction);
                    aheadBytes += transaction.bytes();
                    changed.signalAll();
                    return true;
                }
            } finally {
                lock.unlock();
            }
            from.forceUpdateStatus();
        }
    }

    private boolean fits(Streamed transaction) {
        return ahead.isEmpty() || aheadBytes + transaction.bytes() <= AHEAD_BYTES_MAX;
    }

    /** Ends the connection, so that the slot is free for the next. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            if (connection != null) {
                abort(connection);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closing would wait for whoever reads, and say goodbye to a server that may not listen. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException ignored) {
            // it is gone
        }
    }
}
