package dev.daybook.bench;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Http;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench http}. */
@Command(
        name = "http",
        header =
                "Transfers over HTTP against a server: one a request, at a fixed rate, in batches.")
final class HttpCommand implements Callable<Integer> {

    private static final int CONNECTIONS_MAX = 1_000;
    private static final int RATE_MAX = 100_000;
    private static final int ACCOUNTS_MAX = 100_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Requests under way at any time; default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests a second of the fixed-rate run; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many accounts there are; default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--connections", connections, 1, CONNECTIONS_MAX);
        measuring.require("--rate", rate, 1, RATE_MAX);
        measuring.require("--accounts", accounts, 2, ACCOUNTS_MAX);
        Figures figures = measuring.figures();
        new Http(accounts, connections, rate, measuring.timing()).run(figures);
        return measuring.done(figures);
    }
}
