package dev.daybook.bench.workload;

import dev.daybook.banking.model.Identifiers;
import dev.daybook.bench.load.Filling;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;
import dev.daybook.engine.event.EntityId;

import java.util.SplittableRandom;

/**
 * Asks for an account as it was at positions picked at random, one question at a time.
 *
 * @param events of the account, at least
 */
public record AsOf(int events, Timing timing) {

    /** Few, as every transfer between the two of them is an event of the account. */
    private static final int ACCOUNTS = 2;

    public void run(Server server, Figures figures) throws InterruptedException {
        try (TestBank bank = TestBank.open(server, "asof", ACCOUNTS, false)) {
            EntityId account = Identifiers.account(TestBank.account(0));
            long before = bank.storage().journal().head().position();
            int missing =
                    events - Math.toIntExact(bank.book().history().at(account, before).version());
            if (missing > 0) {
                Filling.fill(bank, new Transfers(Pattern.SPREAD, ACCOUNTS, Write.SEED), missing);
            }
            server.settle();
            long head = bank.storage().journal().head().position();
            SplittableRandom random = new SplittableRandom(Write.SEED);
            ask(bank, account, head, random, timing.warmUp().toNanos());
            Latencies latencies = ask(bank, account, head, random, timing.window().toNanos());
            BooksWrongException.throwIfWrong(bank);
            figures.count("events", bank.book().history().at(account, head).version(), "events");
            figures.rate("answered", latencies.count(), timing.window(), "questions");
            latencies.report(figures);
        }
    }

    private static Latencies ask(
            TestBank bank, EntityId account, long head, SplittableRandom random, long nanos) {
        Latencies latencies = new Latencies();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            long position = random.nextLong(1, head + 1);
            long start = System.nanoTime();
            var _ = bank.book().history().at(account, position);
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }
}
