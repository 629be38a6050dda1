package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Rebuild;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench rebuild}. */
@Command(
        name = "rebuild",
        header = "How fast a view is rebuilt, beside reading the journal and doing nothing.")
final class RebuildCommand implements Callable<Integer> {

    private static final int EVENTS_MAX = 10_000_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Events in the journal; default: ${DEFAULT-VALUE}.")
    private int events;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--events", events, 1_000, EVENTS_MAX);
        Rebuild workload = new Rebuild(events);
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            workload.run(server, figures);
        }
        return measuring.done(figures);
    }
}
