package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.AsOf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code bench asof}. */
@Command(
        name = "asof",
        header = "How long it takes to tell an account as of any position of its past.")
final class AsOfCommand implements Callable<Integer> {

    private static final int EVENTS_MAX = 10_000_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events of the account; default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Keeps the book there, and goes on with what is in it.")
    private @Nullable Path directory;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--events", events, 100, EVENTS_MAX);
        AsOf workload = new AsOf(events, measuring.timing());
        Figures figures = measuring.figures();
        try (Server server = Server.start(directory)) {
            measuring.remark(server.description());
            workload.run(server, figures);
        }
        return measuring.done(figures);
    }
}
