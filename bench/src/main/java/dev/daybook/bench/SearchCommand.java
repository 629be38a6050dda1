package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Search;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code bench search}. */
@Command(
        name = "search",
        header = "How long a search among transactions takes while more are written.")
final class SearchCommand implements Callable<Integer> {

    private static final int EVENTS_MAX = 10_000_000;
    private static final int RATE_MAX = 100_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Transactions to search in; default: ${DEFAULT-VALUE}.")
    private int transactions;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Transfers written a second meanwhile; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Keeps the book there, and goes on with what is in it.")
    private @Nullable Path directory;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--events", transactions, 100, EVENTS_MAX);
        measuring.require("--rate", rate, 0, RATE_MAX);
        Search workload = new Search(transactions, rate, measuring.timing());
        Figures figures = measuring.figures();
        try (Server server = Server.start(directory)) {
            measuring.remark(server.description());
            workload.run(server, figures);
        }
        return measuring.done(figures);
    }
}
