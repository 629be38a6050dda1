package dev.daybook.bench.report;

import java.util.List;

/** What is aimed for on two processors with the database on them. */
final class Aims {

    private static final String RATE = "transfers/s";

    /** Of 1,000 a second that are asked for: a clock that ticks late by a little is no miss. */
    private static final double HELD = 990;

    static final List<Aim> ALL =
            List.of(
                    Aim.atLeast(
                            "Transfers through the engine, spread", "daybook.spread", 25_000, RATE),
                    Aim.atLeast("Hot account beside spread", "hot-of-spread", 1, "times"),
                    Aim.atLeast("Beside `rows`, spread", "ratio.rows.spread", 5, "times"),
                    Aim.atLeast("Beside `rows`, hot", "ratio.rows.hot", 5, "times"),
                    Aim.atLeast("Beside `axon`, spread", "ratio.axon.spread", 20, "times"),
                    Aim.atLeast("Beside `axon`, hot", "ratio.axon.hot", 20, "times"),
                    Aim.atLeast("Beside `pgbench`", "ratio.pgbench.spread", 4, "times"),
                    Aim.under("One command alone, median", "single.p50", 5, "ms"),
                    Aim.atLeast(
                            "HTTP, one transfer a request", "http.single.committed", 3_000, RATE),
                    Aim.atLeast("HTTP, in batches", "http.batch.committed", 15_000, RATE),
                    lag("accounts", 20),
                    lag("statements", 20),
                    lag("daily_balances", 20),
                    lag("transactions", 100),
                    lag("account_directory", 100),
                    Aim.under(
                                    "Search while 1,000 transfers a second are written, p99",
                                    "search.p99",
                                    30,
                                    "ms")
                            .on("search.transactions", 2_000_000, "transactions")
                            .on("search.written", HELD, RATE),
                    Aim.under("An account as of any position, p99", "asof.p99", 5, "ms")
                            .on("asof.events", 1_000_000, "events"),
                    Aim.atLeast("Rebuilding the view of accounts", "rebuild", 150_000, "events/s"),
                    Aim.atLeast("Writing to an old journal beside a young one", "age.kept", 85, "%")
                            .on("age.events", 10_000_000, "events"));

    private Aims() {}

    private static Aim lag(String view, double millis) {
        return Aim.under(
                        "The view `" + view + "` behind at 1,000 transfers a second, p99",
                        "lag." + view + ".p99",
                        millis,
                        "ms")
                .on("lag.committed", HELD, RATE);
    }
}
