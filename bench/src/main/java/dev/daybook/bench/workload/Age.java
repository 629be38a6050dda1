package dev.daybook.bench.workload;

import dev.daybook.bench.load.Filling;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Memory;
import dev.daybook.bench.measure.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether writing gets slower as the journal grows. A book is filled through the engine and
 * measured on its way at every power of ten; when it is full, it is measured in turns with young
 * books on the same server, so that what disturbs the machine disturbs both.
 *
 * @param events in the journal in the end
 * @param young events in the journal of a young book
 * @param rounds how often old and young take turns
 */
public record Age(int accounts, int inFlight, long events, long young, int rounds, Timing timing) {

    private static final int EVENTS_A_TRANSFER = 3;
    private static final int STEP = 10;

    public void run(Server server, Figures figures) throws InterruptedException {
        try (TestBank old = TestBank.open(server, "old", accounts, false)) {
            Transfers transfers = new Transfers(Pattern.SPREAD, accounts, Write.SEED);
            for (long size : sizes()) {
                Figures at = figures.of("at-" + size);
                double rate = measure(server, old, transfers, size);
                at.add("committed", rate, "transfers/s");
                Memory.report(at, server.pid());
            }
            figures.count("events", head(old), "events");
            turns(server, old, transfers, figures);
        }
    }

    /** Each power of ten from that of a young book on, and what the book ends with. */
    private TreeSet<Long> sizes() {
        TreeSet<Long> sizes = new TreeSet<>();
        for (long size = young; size < events; size *= STEP) {
            sizes.add(size);
        }
        sizes.add(events);
        return sizes;
    }

    private void turns(Server server, TestBank old, Transfers transfers, Figures figures)
            throws InterruptedException {
        List<Double> youngRates = new ArrayList<>();
        List<Double> oldRates = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            try (TestBank fresh = TestBank.open(server, "young", accounts, false)) {
                Transfers own = new Transfers(Pattern.SPREAD, accounts, Write.SEED + round);
                youngRates.add(measure(server, fresh, own, young));
            }
            oldRates.add(measure(server, old, transfers, events));
            Figures turn = figures.of("turn-" + round);
            turn.add("young", youngRates.getLast(), "transfers/s");
            turn.add("old", oldRates.getLast(), "transfers/s");
        }
        figures.add("young", Peers.mean(youngRates), "transfers/s");
        figures.add("old", Peers.mean(oldRates), "transfers/s");
        figures.add("kept", 100 * Peers.mean(oldRates) / Peers.mean(youngRates), "%");
    }

    /** Fills a book up to a size, and then measures it. */
    private double measure(Server server, TestBank bank, Transfers transfers, long size)
            throws InterruptedException {
        long missing = size - head(bank);
        if (missing > 0) {
            Filling.fill(bank, transfers, missing / EVENTS_A_TRANSFER);
        }
        server.settle();
        return WriteWindow.measure(bank, transfers, inFlight, timing).perSecond();
    }

    private static long head(TestBank bank) {
        return bank.storage().journal().head().position();
    }
}
