package dev.daybook.bench;

import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Age;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench age}. */
@Command(
        name = "age",
        header = "Whether writing gets slower as the journal grows, and memory with it.")
final class AgeCommand implements Callable<Integer> {

    private static final int EVENTS_MAX = 100_000_000;
    private static final int ROUNDS_MAX = 100;
    private static final int ACCOUNTS_MAX = 1_000_000;
    private static final int IN_FLIGHT = 4_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events in the old journal; default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--young",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events in the young journal; default: ${DEFAULT-VALUE}.")
    private int young;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often old and young take turns; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many accounts there are; default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--events", events, 1_000, EVENTS_MAX);
        measuring.require("--young", young, 1_000, events);
        measuring.require("--rounds", rounds, 1, ROUNDS_MAX);
        measuring.require("--accounts", accounts, 2, ACCOUNTS_MAX);
        Age workload = new Age(accounts, IN_FLIGHT, events, young, rounds, measuring.timing());
        Figures figures = measuring.figures();
        try (Server server = Server.start()) {
            measuring.remark(server.description());
            workload.run(server, figures);
        }
        return measuring.done(figures);
    }
}
