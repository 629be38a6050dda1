package dev.daybook.bench.inner;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Timing;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.concurrent.TimeUnit;

/**
 * Has JMH measure the pieces, one after another.
 *
 * @param timing of each piece, in whole seconds
 * @param forked whether each runs in a JVM of its own, as it must for figures worth telling
 */
public record InnerPieces(Timing timing, boolean forked) {

    private static final String BYTES = "gc.alloc.rate.norm";

    public void run(Figures figures) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(CommitPieces.class.getName())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupTime(TimeValue.seconds(1))
                .warmupIterations((int) timing.warmUp().toSeconds())
                .measurementTime(TimeValue.seconds(1))
                .measurementIterations((int) timing.window().toSeconds())
                .forks(forked ? 1 : 0)
                .threads(1)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                report(result, figures);
            }
        } catch (RunnerException failed) {
            throw new IllegalStateException("JMH could not run.", failed);
        }
    }

    private static void report(RunResult result, Figures figures) {
        Result<?> time = result.getPrimaryResult();
        Figures into = figures.of(time.getLabel());
        into.add("time", time.getScore(), "ns");
        double error = time.getScoreError();
        if (!Double.isNaN(error)) {
            into.add("error", error, "ns");
        }
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        if (bytes != null) {
            into.add("allocated", bytes.getScore(), "bytes");
        }
    }
}
