package dev.daybook.postgres;

import dev.daybook.engine.relay.Lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lease that is an advisory lock of a session of its own in the database of the book, looked
 * after by a thread of its own.
 *
 * <p>How it goes from a node that is gone to one that waits for it, which the server lets have it
 * in the same moment that it is free:
 *
 * <ul>
 *   <li>A process that ends, killed or not, closes its connection; the server frees the lock at
 *       once.
 *   <li>A node that is cut off, or stands still, says nothing any more, and its connection stays.
 *       Who has the lock gives a sign of life every {@value #SIGN_MILLIS} ms; when there was none
 *       for {@value #SILENCE_MILLIS} ms, whoever waits ends that connection. It is not told, so it
 *       does not count on the lease either when its last sign is older than {@value #SURE_MILLIS}
 *       ms.
 *   <li>A server that restarts forgets all locks; every node connects anew, and one is first.
 * </ul>
 *
 * <p>A table with the time until which the lease holds would need that time to pass in the first
 * case too. The connection must be to the server itself: a pooler that changes sessions between
 * statements loses the lock. A node that reaches no database does not have the lease; it tries
 * again for as long as it takes.
 */
public final class PostgresLease implements Lease {

    private static final Logger log = LoggerFactory.getLogger(PostgresLease.class);

    static final int SIGN_MILLIS = 500;
    static final int SILENCE_MILLIS = 3_000;
    static final int SURE_MILLIS = 2_000;

    /** Also how long a node that waits holds a snapshot of the database. */
    private static final int WAIT_MILLIS = 500;

    private static final int ANSWER_MILLIS_MAX = 2_000;
    private static final int RECONNECT_MILLIS = 250;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String END_WHO_IS_SILENT =
            """
            select l.pid, pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid = ((? >> 32) & 4294967295)::oid and l.objid = (? & 4294967295)::oid and l.objsubid = 1
              and a.state_change < clock_timestamp() - make_interval(secs => ?)
            """;

    private final PostgresSettings settings;
    private final String schema;
    private final long key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean held;
    private long signNanos;
    private boolean releasing;
    private boolean closing;

    /**
     * Begins to ask for it.
     *
     * @param book whose database session it is, and whose lease
     * @param name what it is about; leases of different names have nothing to do with each other
     */
    public PostgresLease(PostgresSettings settings, String book, String name) {
        this.settings = settings;
        this.schema = "book_" + Sql.checkedName(book);
        this.key = KeyDigest.of(schema, name).getMostSignificantBits();
        this.thread = Thread.ofPlatform().name("daybook-lease-" + name).daemon().start(this::run);
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isHeld()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeld() {
        return held
                && !releasing
                && System.nanoTime() - signNanos < TimeUnit.MILLISECONDS.toNanos(SURE_MILLIS);
    }

    @Override
    public void release() {
        lock.lock();
        try {
            releasing = held;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
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

    private void run() {
        try {
            do {
                session();
            } while (rest(RECONNECT_MILLIS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for the lease, and keeps it until it is to be released or the connection is lost. */
    private void session() throws InterruptedException {
        try (Connection connection = settings.connect(schema)) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS_MAX);
            Sql.execute(connection, "set application_name = 'lease " + schema + "'");
            Sql.execute(connection, "set lock_timeout = '" + WAIT_MILLIS + "ms'");
            while (!isClosing() && !acquire(connection)) {
                endWhoIsSilent(connection);
            }
            while (hold()) {
                long nanos = System.nanoTime();
                Sql.execute(connection, "select 1");
                signOfLife(nanos);
            }
        } catch (SQLException lost) {
            log.warn("The lease cannot be had or kept: {}", lost.getMessage());
        } finally {
            lose();
        }
    }

    private boolean acquire(Connection connection) throws SQLException {
        long nanos = System.nanoTime();
        try (PreparedStatement query = connection.prepareStatement("select pg_advisory_lock(?)")) {
            query.setLong(1, key);
            query.execute();
        } catch (SQLException failure) {
            if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
                return false;
            }
            throw failure;
        }
        signOfLife(nanos);
        return true;
    }

    private void endWhoIsSilent(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(END_WHO_IS_SILENT)) {
            query.setLong(1, key);
            query.setLong(2, key);
            query.setDouble(3, SILENCE_MILLIS / 1_000.0);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    log.warn(
                            "The lease of a node that was silent was ended (pid {}).",
                            rows.getInt(1));
                }
            }
        }
    }

    /** Whether to go on holding it, after a while in which nothing came in between. */
    private boolean hold() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(SIGN_MILLIS);
            while (nanos > 0 && !closing && !releasing) {
                nanos = changed.awaitNanos(nanos);
            }
            return !closing && !releasing;
        } finally {
            lock.unlock();
        }
    }

    /** The server has heard of this node, at this moment or later. */
    private void signOfLife(long nanos) {
        lock.lock();
        try {
            held = true;
            signNanos = nanos;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lose() {
        lock.lock();
        try {
            held = false;
            releasing = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Waits; false when it is time to end. */
    private boolean rest(int millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (nanos > 0 && !closing) {
                nanos = changed.awaitNanos(nanos);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }
}
