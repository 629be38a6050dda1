package dev.daybook.bench.workload;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;

/**
 * Transfers through the engine, as fast as they are committed and one at a time.
 *
 * @param accounts how many accounts there are
 * @param inFlight commands under way at any time, at most as many as an inbox takes
 * @param views whether the bank's views follow meanwhile
 */
public record Write(int accounts, int inFlight, boolean views, Timing timing) {

    static final long SEED = 20_260_302;

    /** Measures spread, hot and single, each on a bank of its own. */
    public void run(Server server, Figures figures) throws InterruptedException {
        for (Pattern pattern : Pattern.values()) {
            load(server, pattern, pattern.word()).report(figures.of(pattern.word()));
        }
        single(server, figures.of("single"));
    }

    /** One run at full load. */
    WriteWindow load(Server server, Pattern pattern, String book) throws InterruptedException {
        server.settle();
        try (TestBank bank = TestBank.open(server, book, accounts, views)) {
            Transfers transfers = new Transfers(pattern, accounts, SEED);
            return WriteWindow.measure(bank, transfers, inFlight, timing);
        }
    }

    private void single(Server server, Figures figures) {
        server.settle();
        try (TestBank bank = TestBank.open(server, "single", accounts, views)) {
            Transfers transfers = new Transfers(Pattern.SPREAD, accounts, SEED);
            oneByOne(bank, transfers, timing.warmUp().toNanos());
            Latencies latencies = oneByOne(bank, transfers, timing.window().toNanos());
            BooksWrongException.throwIfWrong(bank);
            figures.rate("committed", latencies.count(), timing.window(), "transfers");
            latencies.report(figures);
        }
    }

    private static Latencies oneByOne(TestBank bank, Transfers transfers, long nanos) {
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        for (long now = start; now - start < nanos; ) {
            bank.submit(transfers.next()).join();
            long then = System.nanoTime();
            latencies.add(then - now);
            now = then;
        }
        return latencies;
    }
}
