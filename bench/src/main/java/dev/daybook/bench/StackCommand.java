package dev.daybook.bench;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.workload.Stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code bench stack}. */
@Command(
        name = "stack",
        header = "A server on Kafka, Elasticsearch, Redis and a second PostgreSQL beside it.",
        description = {
            "Starts all of them on this machine; the first time fetches 350 MB of servers.",
            "search-…: the same questions to the embedded index and to Elasticsearch, which have"
                    + " to find the same.",
            "catch-up: how fast what is recorded already gets to Kafka and into each view.",
            "lag-N: from commit until it is visible in each view, at N commands a second.",
            "one-node: a closed load with all views, with none, and with all and an analyst who"
                    + " asks the read side heavy questions; their ratios.",
            "two-nodes: the same with a second node for the views, behind everything else.",
            "two-machines: the same with half of the processors for that node and the servers."
        })
final class StackCommand implements Callable<Integer> {

    private static final int EVENTS_MAX = 100_000_000;
    private static final int ACCOUNTS_MAX = 100_000;
    private static final int RATE_MIN = 100;
    private static final int RATE_MAX = 100_000;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "300000",
            description = "How many are recorded beforehand; default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many accounts there are; default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            defaultValue = "500,2000",
            description = "Commands a second at which lag is measured; default: ${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of();

    @Override
    public Integer call() throws InterruptedException {
        measuring.require("--events", events, 1, EVENTS_MAX);
        measuring.require("--accounts", accounts, 2, ACCOUNTS_MAX);
        for (int rate : rates) {
            measuring.require("--rate", rate, RATE_MIN, RATE_MAX);
        }
        Figures figures = measuring.figures();
        new Stack(accounts, events, List.copyOf(rates), measuring.timing()).run(figures);
        return measuring.done(figures);
    }
}
