package dev.daybook.bench.report;

import dev.daybook.bench.measure.Figure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page on performance, made of figures by their names. What was not measured is not on it, and
 * says so.
 */
public final class PerformancePage {

    /** Where the page finds its charts. */
    public static final String THROUGHPUT = "images/bench-throughput.svg";

    public static final String AGE = "images/bench-age.svg";

    public static final String LAG = "images/bench-lag.svg";

    private static final List<String> VIEWS =
            List.of(
                    "accounts",
                    "statements",
                    "daily_balances",
                    "transactions",
                    "account_directory");

    private final Measured figures;

    public PerformancePage(List<Figure> figures) {
        this.figures = new Measured(figures);
    }

    /**
     * @param on what it was measured, a line each
     * @param words the arguments of {@code ./daybook bench} that measured it
     */
    public String markdown(LocalDate day, List<String> on, String words) {
        List<String> page = new ArrayList<>();
        page.add("# Performance\n");
        page.add(
                """
                Written by `./daybook bench %s` on %s. Your machine gives other figures; run it there. Ratios carry further than rates, since
                Daybook and its peers took turns on the same server. Every rate is of commits that waited for the disk.
                """
                        .formatted(words, day));
        on.forEach(line -> page.add("- " + line));
        aims(page);
        peers(page);
        writing(page);
        pieces(page);
        age(page);
        http(page);
        views(page);
        page.add(
                """

                ## How it is measured

                Each run starts on a new book, warms up, and is measured over a window of steady running. Afterwards the book has to sum to zero and its positions to be complete, or the run does not
                count; after the HTTP run the product's own `verify` reads it all. Rates come from a closed loop, which says nothing of latency; latencies come from one at a time, or from a fixed rate
                counted from the moment that was meant. Refusals are counted apart, never as commits.
                """);
        return String.join("\n", page);
    }

    private void aims(List<String> page) {
        page.add("\n## What is aimed for\n");
        page.add("Set for two processors with the database, the load and the program on them.\n");
        page.add("| | aim | measured | |");
        page.add("| --- | ---: | ---: | --- |");
        for (Aim aim : Aims.ALL) {
            page.add(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    aim.what(),
                                    aim.aimed(),
                                    aim.measured(figures),
                                    aim.verdict(figures)));
        }
    }

    private void peers(List<String> page) {
        page.add("\n## Beside its peers\n");
        page.add("![Transfers a second](" + THROUGHPUT + ")\n");
        page.add("| | transfers/s | Daybook right before | Daybook is faster |");
        page.add("| --- | ---: | ---: | ---: |");
        peer(page, "rows.spread", "`rows`, any two of the accounts");
        peer(page, "rows.hot", "`rows`, half of them on one account");
        peer(page, "axon.spread", "`axon`, any two of the accounts");
        peer(page, "axon.hot", "`axon`, half of them on one account");
        peer(page, "pgbench.spread", "`pgbench`, TPC-B-like");
        page.add(
                """

                - **Daybook**: the whole write path without HTTP and views: three hashed events a transfer with who and why, idempotency key, balances, legs; 4,000 commands under way.
                - **rows**: the ledger as a good developer writes it on plain JDBC: 16 connections, one transaction each, `select … for update` of both accounts in order, two updates, transaction,
                  two postings, outbox, idempotency key. The load comes from the same JVM.
                - **axon**: Axon Framework 5.0 by its reference guide, with the event storage engine that has an open licence (JPA, aggregate-based; the vendor's own for PostgreSQL is commercial) on
                  Hibernate, payloads in `bytea`; the better of 8 and 16 connections, after three times the warm-up. A command sources both accounts and appends an event to each in one transaction; a
                  conflict is tried again, and only the success counts (conflicts for each success: %s spread, %s hot). This release has neither snapshots nor a cache; the bench gives it both: each
                  account as it stood is kept in memory, and only what is newer is read, since without it the hot account slows with every event. It does less: no idempotency key, no record of commands and refusals,
                  no hash, no gapless order, no current state, two events and not three.
                - **pgbench**: scale 20, 16 clients, prepared statements: three updates, a look-up and an insert, with no keys, limits, legs or events. It does less for each transaction.
                """
                        .formatted(conflicts("spread"), conflicts("hot")));
    }

    /** Of the first round, as both figures are of one run. */
    private String conflicts(String pattern) {
        Figure conflicts = figures.find("axon." + pattern + ".1.conflicts");
        Figure committed = figures.find("axon." + pattern + ".1.transfers");
        return conflicts == null || committed == null || committed.value() == 0
                ? Measured.NONE
                : new Figure("", conflicts.value() / committed.value(), "").text();
    }

    private void writing(List<String> page) {
        page.add("## Writing\n");
        page.add("| | spread | hot |");
        page.add("| --- | ---: | ---: |");
        for (String[] row :
                new String[][] {
                    {"committed", "transfers/s"},
                    {"events", "events/s"},
                    {"batch", "commands a commit"},
                    {"batch-time", "ms a commit"},
                    {"wal", "bytes of write-ahead log a transfer"},
                    {"cpu-jvm", "µs of JVM processor time a transfer"},
                    {"cpu-postgres", "µs of PostgreSQL processor time a transfer"},
                    {"rejected", "rejected"},
                    {"overloaded", "overloaded"},
                }) {
            page.add(
                    "| %s | %s | %s |"
                            .formatted(
                                    row[1],
                                    figures.text("spread." + row[0]),
                                    figures.text("hot." + row[0])));
        }
        page.add("\nOne at a time: " + figures.latency("single") + ".\n");
    }

    private void pieces(List<String> page) {
        page.add("## The pieces of a commit\n");
        page.add(
                "Each alone in a JVM of its own, by JMH. Beside a piece: half the width of its"
                        + " 99.9 % confidence interval, and what it allocates.\n");
        page.add("| | ns | ± | bytes |");
        page.add("| --- | ---: | ---: | ---: |");
        for (String[] row :
                new String[][] {
                    {"decide", "decide a transfer: three events"},
                    {"evolve", "an account after an event"},
                    {"encode", "an account's event to bytes"},
                    {"decode", "and back"},
                    {"hash", "SHA-256 of an event with who and why"},
                    {"append", "append it to the Merkle tree"},
                }) {
            String piece = "inner." + row[0];
            page.add(
                    "| %s | %s | %s | %s |"
                            .formatted(
                                    row[1],
                                    figures.text(piece + ".time"),
                                    figures.text(piece + ".error"),
                                    figures.text(piece + ".allocated")));
        }
    }

    private void age(List<String> page) {
        page.add("\n## Age and memory\n");
        page.add("![Transfers a second as the journal grows](" + AGE + ")\n");
        page.add(
                "One book, filled through the engine and measured on its way. The heap is what is"
                    + " left after a collection, with load, driver and caches; the JVM's resident"
                    + " size follows the heap it is given; PostgreSQL's is that of all its"
                    + " processes with shared pages counted once.\n");
        page.add("| events in the journal | transfers/s | heap MB | JVM MB | PostgreSQL MB |");
        page.add("| ---: | ---: | ---: | ---: | ---: |");
        figures.between("age.at-", ".committed")
                .forEach(size -> {
                    String at = "age.at-" + size + ".";
                    page.add(
                            "| %,d | %s | %s | %s | %s |"
                                    .formatted(
                                            Long.parseLong(size),
                                            figures.text(at + "committed"),
                                            figures.text(at + "heap"),
                                            figures.text(at + "rss-jvm"),
                                            figures.text(at + "pss-postgres")));
                });
        page.add(
                "\nIn turns with young books on the same server: %s transfers/s young, %s old, which is %s %%.\n"
                        .formatted(
                                figures.text("age.young"),
                                figures.text("age.old"),
                                figures.text("age.kept")));
    }

    private void http(List<String> page) {
        page.add("## Over HTTP\n");
        page.add(
                "A server in a process of its own with all views, the client on the same"
                        + " machine.\n");
        page.add("| | committed/s | overloaded | failed | p50 ms | p99 ms |");
        page.add("| --- | ---: | ---: | ---: | ---: | ---: |");
        figures.between("http.", ".committed")
                .forEach(run ->
                        page.add(
                                "| %s | %s | %s | %s | %s | %s |"
                                        .formatted(
                                                run,
                                                figures.text("http." + run + ".committed"),
                                                figures.text("http." + run + ".overloaded"),
                                                figures.text("http." + run + ".failed"),
                                                figures.text("http." + run + ".p50"),
                                                figures.text("http." + run + ".p99"))));
        page.add(
                "\n"
                    + "`rate-…` quotes latency from the moment a request was meant to be sent; the"
                    + " others from when it was, so that their latency is that of a server kept as"
                    + " busy as its clients can.\n");
    }

    private void views(List<String> page) {
        page.add("## Views\n");
        page.add("![From commit to view](" + LAG + ")\n");
        page.add(
                "At %s transfers a second, answered: %s. From then until a view shows them:\n"
                        .formatted(figures.text("lag.committed"), figures.latency("lag.answer")));
        page.add("| view | p50 ms | p99 ms |");
        page.add("| --- | ---: | ---: |");
        VIEWS.forEach(view ->
                page.add(
                        "| %s | %s | %s |"
                                .formatted(
                                        view,
                                        figures.text("lag." + view + ".p50"),
                                        figures.text("lag." + view + ".p99"))));
        page.add("");
        page.add(
                "- Rebuilding the view of accounts: %s events/s, which is %s %% of reading the journal and doing nothing (%s)."
                        .formatted(
                                figures.text("rebuild"),
                                figures.text("of-read"),
                                figures.text("read")));
        page.add(
                "- An account with %s events as of any position: %s."
                        .formatted(figures.text("asof.events"), figures.latency("asof")));
        page.add(
                "- Searching among %s transactions while %s a second are written: %s."
                        .formatted(
                                figures.text("search.transactions"),
                                figures.text("search.written"),
                                figures.latency("search")));
    }

    private void peer(List<String> page, String run, String what) {
        if (figures.find("ratio." + run) != null) {
            page.add(
                    "| %s | %s | %s | %s × |"
                            .formatted(
                                    what,
                                    figures.text("peer." + run),
                                    figures.text("beside." + run),
                                    figures.text("ratio." + run)));
        } else {
            page.add("| " + what + " | not measured | | |");
        }
    }

    /** What Daybook and its peers commit. */
    public String throughput() {
        BarChart chart = new BarChart("Transfers a second, durable", "/s");
        bar(chart, "Daybook, spread", "daybook.spread", true);
        bar(chart, "rows, spread", "peer.rows.spread", false);
        bar(chart, "axon, spread", "peer.axon.spread", false);
        bar(chart, "pgbench, TPC-B-like", "peer.pgbench.spread", false);
        bar(chart, "Daybook, hot account", "daybook.hot", true);
        bar(chart, "rows, hot account", "peer.rows.hot", false);
        bar(chart, "axon, hot account", "peer.axon.hot", false);
        return chart.svg();
    }

    /** What a book commits as its journal grows. */
    public String age() {
        BarChart chart = new BarChart("Transfers a second, by events in the journal", "/s");
        figures.between("age.at-", ".committed")
                .forEach(size ->
                        bar(
                                chart,
                                String.format(Locale.ROOT, "%,d", Long.parseLong(size)),
                                "age.at-" + size + ".committed",
                                true));
        return chart.svg();
    }

    /** How far views are behind. */
    public String lag() {
        BarChart chart = new BarChart("From commit to view, 99th percentile", "ms");
        VIEWS.forEach(view -> bar(chart, view, "lag." + view + ".p99", true));
        return chart.svg();
    }

    private void bar(BarChart chart, String label, String name, boolean ours) {
        Figure figure = figures.find(name);
        if (figure != null) {
            chart.add(label, figure.value(), figures.text(name), ours);
        }
    }
}
