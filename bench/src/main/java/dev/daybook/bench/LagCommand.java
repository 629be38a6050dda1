package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Lag;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench lag}. */
@Command(
        name = "lag",
        header = "How long after its commit a transfer shows in each view, at a fixed rate.")
final class LagCommand implements Callable<Integer> {

    private static final int RATE_MAX = 100_000;
    private static final int ACCOUNTS = 10_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Transfers a second; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--rate", rate, 1, RATE_MAX);
        Lag workload = new Lag(ACCOUNTS, rate, measuring.timing());
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            workload.run(server, figures);
        }
        return measuring.done(figures);
    }
}
