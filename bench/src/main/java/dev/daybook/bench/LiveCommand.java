package dev.daybook.bench;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Live;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench live}. */
@Command(
        name = "live",
        header = "Thousands of live streams: their memory, and how soon they hear of an event.")
final class LiveCommand implements Callable<Integer> {

    private static final int CONNECTIONS_MAX = 9_000;
    private static final int RATE_MAX = 10_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Streams, each of an account of its own; default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Commands a second; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--connections", connections, 2, CONNECTIONS_MAX);
        measuring.require("--rate", rate, 1, RATE_MAX);
        Figures figures = measuring.figures();
        new Live(connections, rate, measuring.timing()).run(figures);
        return measuring.done(figures);
    }
}
