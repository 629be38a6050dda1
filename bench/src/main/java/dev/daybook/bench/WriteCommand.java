package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Write;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench write}. */
@Command(
        name = "write",
        header = "Transfers through the engine: spread, with a hot account, and one at a time.")
final class WriteCommand implements Callable<Integer> {

    private static final int IN_FLIGHT_MAX = 20_000;
    private static final int ACCOUNTS_MAX = 1_000_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Commands under way at any time; default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(names = "--views", description = "With all views following meanwhile.")
    private boolean views;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--in-flight", inFlight, 1, IN_FLIGHT_MAX);
        measuring.require("--accounts", accounts, 2, ACCOUNTS_MAX);
        Write write = new Write(accounts, inFlight, views, measuring.timing());
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            write.run(server, figures);
        }
        return measuring.done(figures);
    }
}
