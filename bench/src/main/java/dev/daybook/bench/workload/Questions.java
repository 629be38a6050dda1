package dev.daybook.bench.workload;

import dev.daybook.bench.http.Operator;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Searches over HTTP, one question at a time, of the three kinds of {@link Search}, always the same
 * ones in the same order.
 */
record Questions(Operator operator, int accounts, Timing timing) {

    /** So many answers are held against those of another server. */
    private static final int COMPARED = 100;

    /** Asks for as long as is wanted; how many documents each of the first questions found. */
    List<Long> ask(Figures figures) {
        SplittableRandom random = new SplittableRandom(Write.SEED);
        List<Long> totals = new ArrayList<>();
        for (int i = 0; i < COMPARED; i++) {
            totals.add(operator.found(question(random)));
        }
        ask(random, timing.warmUp().toNanos());
        Latencies latencies = ask(random, timing.window().toNanos());
        figures.count("transactions", operator.found("facets=kind"), "documents");
        figures.rate("answered", latencies.count(), timing.window(), "questions");
        latencies.report(figures);
        return totals;
    }

    private Latencies ask(SplittableRandom random, long nanos) {
        Latencies latencies = new Latencies();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            String question = question(random);
            long start = System.nanoTime();
            operator.found(question);
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }

    private String question(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> "limit=20&q=invoice";
            case 1 -> "limit=20&account=" + TestBank.account(random.nextInt(accounts));
            default -> "limit=20&facets=kind";
        };
    }
}
