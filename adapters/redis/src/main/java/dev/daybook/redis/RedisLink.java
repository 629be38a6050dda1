package dev.daybook.redis;

import dev.daybook.engine.journal.StorageException;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection, made anew when it is lost. A command is sent once or not at all, and never kept
 * for later: while there is no connection it fails, after a wait for one that is being made. A
 * server that does not answer in time is taken for lost: a line that has gone silent would
 * otherwise stay so until TCP gives up, a quarter of an hour later.
 *
 * <p>Safe for use by many threads. Everything that fails is a {@link StorageException}.
 */
final class RedisLink implements AutoCloseable {

    /** From one attempt to connect to the next. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Lettuce ends a command itself; this is for when it does not. */
    private static final long ANSWER_MILLIS = RedisSettings.TIMEOUT.toMillis() + 500;

    private final String server;
    private final Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connect;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> attempt;
    private long attemptedNanos;
    private boolean closed;
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> open;

    /**
     * Begins to connect.
     *
     * @param server how messages call it
     * @param patience how long a command waits for a connection that is being made
     */
    RedisLink(
            String server,
            Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connect,
            Duration patience) {
        this.server = server;
        this.connect = connect;
        this.patienceNanos = patience.toNanos();
        this.attempt = connecting();
    }

    /** What a command answers. */
    <T extends @Nullable Object> T ask(
            String what, Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        StatefulRedisConnection<byte[], byte[]> connection = connection(what);
        try {
            return command.apply(connection.async()).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            giveUp(connection);
            throw failed(what, silent);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (cause instanceof RedisCommandTimeoutException
                    || cause instanceof RedisReadOnlyException) {
                // silent; or a replica now, and the name may stand for another server by this time
                giveUp(connection);
            }
            throw failed(what, cause);
        } catch (RedisException | CancellationException refused) {
            throw failed(what, refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(what, interrupted);
        }
    }

    private static void giveUp(StatefulRedisConnection<byte[], byte[]> connection) {
        CompletableFuture<Void> _ = connection.closeAsync();
    }

    /** Waits for the first attempt to connect, whatever comes of it; says whether it did. */
    boolean await() {
        try {
            connection("connect");
            return true;
        } catch (StorageException unreachable) {
            return false;
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connection(String what) {
        StatefulRedisConnection<byte[], byte[]> connection = open;
        if (connection != null && connection.isOpen()) {
            return connection;
        }
        try {
            connection = attempt().get(patienceNanos, TimeUnit.NANOSECONDS);
            if (!connection.isOpen()) {
                throw failed(what, new RedisException("The connection was lost."));
            }
            return connection;
        } catch (TimeoutException notYet) {
            throw failed(what, new RedisException("There is no connection yet.", notYet));
        } catch (ExecutionException failure) {
            throw failed(what, failure.getCause() == null ? failure : failure.getCause());
        } catch (CancellationException closing) {
            throw failed(what, closing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(what, interrupted);
        }
    }

    /** The attempt that is being made or that succeeded; a new one when it is time for one. */
    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> attempt() {
        lock.lock();
        try {
            boolean over =
                    attempt.isCompletedExceptionally()
                            || (attempt.isDone() && !attempt.join().isOpen());
            if (over && !closed && System.nanoTime() - attemptedNanos >= PAUSE_NANOS) {
                attempt = connecting();
            }
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting() {
        attemptedNanos = System.nanoTime();
        return connect.get()
                .toCompletableFuture()
                .thenApply(connection -> {
                    open = connection;
                    return connection;
                });
    }

    /** Says why in the words of whoever found out: that it cannot connect is seldom all. */
    private StorageException failed(String what, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.getClass().getName() : root.getMessage();
        return new StorageException(server + " could not " + what + ": " + why, cause);
    }

    /** A connection that is just being made is closed with the client. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        StatefulRedisConnection<byte[], byte[]> connection = open;
        if (connection != null && connection.isOpen()) {
            connection.close();
        }
    }
}
