package dev.daybook.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Timing;
import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * The ledger that a good developer writes on plain JDBC: a pool, a transaction for each transfer,
 * both accounts locked in the order of their numbers, an outbox and an idempotency key.
 */
public final class RowLedger implements Peer {

    /** Threads, and a connection for each. */
    private static final int THREADS = 16;

    private static final String SCHEMA = "row_ledger";

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public boolean runs(Pattern pattern) {
        return true;
    }

    @Override
    public Score measure(Server server, Pattern pattern, int accounts, Timing timing)
            throws InterruptedException {
        PostgresSettings settings = server.database("daybook");
        server.settle();
        try (HikariDataSource pool = pool(settings)) {
            RowTables.create(pool, SCHEMA, accounts);
            Score score = run(server, pool, new Transfers(pattern, accounts, 1), timing);
            RowTables.check(pool, accounts);
            return score;
        } catch (SQLException failure) {
            throw new IllegalStateException("The row ledger failed.", failure);
        } finally {
            server.dropSchema(settings, SCHEMA);
        }
    }

    private static HikariDataSource pool(PostgresSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(THREADS);
        config.setAutoCommit(false);
        config.addDataSourceProperty("currentSchema", SCHEMA);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    private static Score run(
            Server server, HikariDataSource pool, Transfers transfers, Timing timing)
            throws InterruptedException {
        LongAdder committed = new LongAdder();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<@Nullable Exception>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Transfers own = transfers.others();
            threads.add(
                    Thread.ofPlatform()
                            .name("bench-rows-" + i)
                            .start(() -> work(pool, own, committed, failure)));
        }
        Thread.sleep(timing.warmUp());
        Usage before = Usage.now(server);
        long count = committed.sum();
        long start = System.nanoTime();
        Thread.sleep(timing.window());
        Usage after = Usage.now(server);
        count = committed.sum() - count;
        long end = System.nanoTime();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A transfer of the row ledger failed.", failure.get());
        }
        return new Score(count, Duration.ofNanos(end - start), after.since(before));
    }

    private static void work(
            HikariDataSource pool,
            Transfers transfers,
            LongAdder committed,
            AtomicReference<@Nullable Exception> failure) {
        while (!Thread.currentThread().isInterrupted() && failure.get() == null) {
            try (Connection connection = pool.getConnection()) {
                RowTransfer.post(connection, transfers.next());
                committed.increment();
            } catch (SQLException failed) {
                if (!Thread.currentThread().isInterrupted()) {
                    failure.compareAndSet(null, failed);
                }
                return;
            }
        }
    }
}
