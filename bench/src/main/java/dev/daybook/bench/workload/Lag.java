package dev.daybook.bench.workload;

import dev.daybook.bench.load.OpenLoop;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.view.ViewRunner;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long after it is committed a transfer shows in each view, at a fixed rate.
 *
 * @param rate transfers a second
 */
public record Lag(int accounts, int rate, Timing timing) {

    public void run(Server server, Figures figures) throws InterruptedException {
        server.settle();
        try (TestBank bank = TestBank.open(server, "lag", accounts, true)) {
            Transfers transfers = new Transfers(Pattern.SPREAD, accounts, Write.SEED);
            LongAdder overloaded = new LongAdder();
            LongAdder rejected = new LongAdder();
            send(bank, transfers, timing.warmUp(), null, overloaded, rejected);

            Latencies answered = new Latencies();
            List<ViewLag> lags = new ArrayList<>();
            for (ViewRunner<?, ?, ?> view : bank.book().views().runners()) {
                lags.add(ViewLag.watch(view));
            }
            send(
                    bank,
                    transfers,
                    timing.window(),
                    new Watched(answered, lags),
                    overloaded,
                    rejected);
            long head = bank.storage().journal().head().position();
            for (ViewLag lag : lags) {
                lag.finish(head);
            }
            BooksWrongException.throwIfWrong(bank);

            figures.rate("committed", answered.count(), timing.window(), "transfers");
            figures.count("rejected", rejected.sum(), "commands");
            figures.count("overloaded", overloaded.sum(), "commands");
            answered.report(figures.of("answer"));
            for (ViewLag lag : lags) {
                lag.report(figures);
            }
        }
    }

    /** Who wants to hear of commits: of the latency of the answer, and of the position. */
    private record Watched(Latencies answered, List<ViewLag> lags) {}

    private void send(
            TestBank bank,
            Transfers transfers,
            Duration length,
            @Nullable Watched watched,
            LongAdder overloaded,
            LongAdder rejected)
            throws InterruptedException {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        OpenLoop.run(
                rate,
                length,
                meant -> {
                    try {
                        sent.add(
                                bank.submit(transfers.next())
                                        .thenAccept(receipt -> {
                                            long now = System.nanoTime();
                                            if (!(receipt.outcome() instanceof Outcome.Committed)) {
                                                rejected.increment();
                                            } else if (watched != null) {
                                                watched.answered.add(now - meant);
                                                watched.lags.forEach(lag ->
                                                        lag.committed(receipt.position(), now));
                                            }
                                        }));
                    } catch (OverloadedException full) {
                        overloaded.increment();
                    }
                });
        sent.forEach(CompletableFuture::join);
    }
}
