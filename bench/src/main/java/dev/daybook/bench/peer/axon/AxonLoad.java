package dev.daybook.bench.peer.axon;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Figure;
import dev.daybook.bench.measure.Timing;
import dev.daybook.bench.peer.Score;
import dev.daybook.bench.peer.axon.TransferMoney.Parties;

import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Threads that make transfers as fast as they are committed; a conflict is tried again. */
final class AxonLoad {

    /** How often a transfer is tried before it is given up. */
    private static final int ATTEMPTS_MAX = 100;

    /** Before a transfer is tried again, it waits up to this for each time that it failed. */
    private static final long PAUSE_NANOS = 500_000;

    private static final long PAUSE_NANOS_MAX = 10_000_000;

    /** Times the usual warm-up: there is much code, which the compiler reaches late. */
    private static final int LONGER = 3;

    private final AxonApplication axon;
    private final int threads;
    private final LongAdder committed = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final AtomicReference<@Nullable RuntimeException> failure =
            new AtomicReference<@Nullable RuntimeException>();
    private volatile boolean closing;

    AxonLoad(AxonApplication axon, int threads) {
        this.axon = axon;
        this.threads = threads;
    }

    /** Warms up, measures, and waits until all that was begun has been answered. */
    Score run(Server server, Transfers transfers, Timing timing) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Transfers own = transfers.others();
            all.add(Thread.ofPlatform().name("bench-axon-" + i).start(() -> work(own)));
        }
        Score score;
        try {
            Thread.sleep(timing.warmUp().multipliedBy(LONGER));
            Usage usage = Usage.now(server);
            long committedBefore = committed.sum();
            long conflictsBefore = conflicts.sum();
            long givenUpBefore = givenUp.sum();
            long start = System.nanoTime();
            Thread.sleep(timing.window());
            Usage used = Usage.now(server).since(usage);
            score =
                    new Score(
                            committed.sum() - committedBefore,
                            Duration.ofNanos(System.nanoTime() - start),
                            used,
                            List.of(
                                    new Figure("connections", threads, "connections"),
                                    new Figure(
                                            "conflicts",
                                            conflicts.sum() - conflictsBefore,
                                            "attempts"),
                                    new Figure(
                                            "given-up",
                                            givenUp.sum() - givenUpBefore,
                                            "transfers")));
        } finally {
            closing = true;
            for (Thread thread : all) {
                thread.join();
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A transfer on Axon failed.", failure.get());
        }
        return score;
    }

    /** All that were committed, those before and after the window included. */
    long committed() {
        return committed.sum();
    }

    private void work(Transfers transfers) {
        while (!closing && failure.get() == null) {
            Transfers.Transfer next = transfers.next();
            try {
                post(
                        new TransferMoney(
                                UUID.randomUUID().toString(),
                                new Parties(String.valueOf(next.from()), String.valueOf(next.to())),
                                next.cents(),
                                "invoice"));
            } catch (RuntimeException failed) {
                failure.compareAndSet(null, failed);
            }
        }
    }

    private void post(TransferMoney command) {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            try {
                axon.post(command);
                committed.increment();
                return;
            } catch (RuntimeException failed) {
                if (!isConflict(failed)) {
                    throw failed;
                }
                conflicts.increment();
                LockSupport.parkNanos(
                        ThreadLocalRandom.current()
                                .nextLong(Math.min(PAUSE_NANOS_MAX, attempt * PAUSE_NANOS)));
            }
        }
        givenUp.increment();
    }

    private static boolean isConflict(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof AppendEventsTransactionRejectedException) {
                return true;
            }
        }
        return false;
    }
}
