package dev.daybook.bench;

import dev.daybook.bench.workload.Write;

import picocli.CommandLine.Option;

/** How a bank is loaded with transfers. */
final class Load {

    private static final int IN_FLIGHT_MAX = 20_000;
    private static final int ACCOUNTS_MAX = 1_000_000;

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
            description = "How many accounts there are; default: ${DEFAULT-VALUE}.")
    private int accounts;

    Write write(Measuring measuring, boolean views) {
        measuring.require("--in-flight", inFlight, 1, IN_FLIGHT_MAX);
        measuring.require("--accounts", accounts, 2, ACCOUNTS_MAX);
        return new Write(accounts, inFlight, views, measuring.timing());
    }
}
