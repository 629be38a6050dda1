package dev.daybook.bench.report;

import dev.daybook.bench.measure.Figure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page on performance, made of figures by their names. What was not measured is not on it, and
 * says so.
 */
public final class PerformancePage {

    /** Where the page finds its charts. */
    public static final String THROUGHPUT = "images/bench-throughput.svg";

    public static final String LAG = "images/bench-lag.svg";

    private static final List<String> VIEWS =
            List.of(
                    "accounts",
                    "statements",
                    "daily_balances",
                    "transactions",
                    "account_directory");

    private final Map<String, Figure> figures = new LinkedHashMap<>();

    public PerformancePage(List<Figure> figures) {
        figures.forEach(figure -> this.figures.put(figure.name(), figure));
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
        page.add("\n## Beside its peers\n");
        page.add("![Transfers a second](" + THROUGHPUT + ")\n");
        page.add("| | transfers/s | Daybook right before | Daybook is faster |");
        page.add("| --- | ---: | ---: | ---: |");
        peer(page, "rows.spread", "`rows`, any two of the accounts");
        peer(page, "rows.hot", "`rows`, half of them on one account");
        peer(page, "pgbench.spread", "`pgbench`, TPC-B-like");
        page.add(
                """

                - **Daybook**: the whole write path without HTTP and views: three hashed events a transfer with who and why, idempotency key, balances, legs; 4,000 commands under way.
                - **rows**: the ledger as a good developer writes it on plain JDBC: 16 connections, one transaction each, `select … for update` of both accounts in order, two updates, transaction,
                  two postings, outbox, idempotency key. The load comes from the same JVM.
                - **pgbench**: scale 20, 16 clients, prepared statements: three updates, a look-up and an insert, with no keys, limits, legs or events. It does less for each transaction.
                """);
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
                            .formatted(row[1], text("spread." + row[0]), text("hot." + row[0])));
        }
        page.add("\nOne at a time: " + latency("single") + ".\n");
        page.add("## Over HTTP\n");
        page.add(
                "A server in a process of its own with all views, the client on the same"
                        + " machine.\n");
        page.add("| | committed/s | overloaded | failed | p50 ms | p99 ms |");
        page.add("| --- | ---: | ---: | ---: | ---: | ---: |");
        figures.keySet().stream()
                .filter(name -> name.startsWith("http.") && name.endsWith(".committed"))
                .map(name -> name.substring(0, name.length() - ".committed".length()))
                .forEach(run ->
                        page.add(
                                "| %s | %s | %s | %s | %s | %s |"
                                        .formatted(
                                                run.substring("http.".length()),
                                                text(run + ".committed"),
                                                text(run + ".overloaded"),
                                                text(run + ".failed"),
                                                text(run + ".p50"),
                                                text(run + ".p99"))));
        page.add("\n`rate-…` quotes latency from the moment a request was meant to be sent.\n");
        page.add("## Views\n");
        page.add("![From commit to view](" + LAG + ")\n");
        page.add(
                "At %s transfers a second, answered: %s. From then until a view shows them:\n"
                        .formatted(text("lag.committed"), latency("lag.answer")));
        page.add("| view | p50 ms | p99 ms |");
        page.add("| --- | ---: | ---: |");
        VIEWS.forEach(view ->
                page.add(
                        "| %s | %s | %s |"
                                .formatted(
                                        view,
                                        text("lag." + view + ".p50"),
                                        text("lag." + view + ".p99"))));
        page.add("");
        page.add(
                "- Rebuilding the view of accounts: %s events/s; reading the journal alone: %s."
                        .formatted(text("rebuild.1.rebuild"), text("rebuild.1.read")));
        page.add(
                "- An account with %s events as of any position: %s."
                        .formatted(text("asof.events"), latency("asof")));
        page.add(
                "- Searching among %s transactions: %s."
                        .formatted(text("search.transactions"), latency("search")));
        page.add(
                """

                ## How it is measured

                Each run starts on a new book, warms up, and is measured over a window of steady running. Afterwards the book has to sum to zero and its positions to be complete, or the run does not
                count; after the HTTP run the product's own `verify` reads it all. Rates come from a closed loop, which says nothing of latency; latencies come from one at a time, or from a fixed rate
                counted from the moment that was meant. Refusals are counted apart, never as commits.
                """);
        return String.join("\n", page);
    }

    private void peer(List<String> page, String run, String what) {
        if (figures.containsKey("ratio." + run)) {
            page.add(
                    "| %s | %s | %s | %s × |"
                            .formatted(
                                    what,
                                    text("peer." + run),
                                    text("beside." + run),
                                    text("ratio." + run)));
        } else {
            page.add("| " + what + " | not measured | | |");
        }
    }

    private String latency(String of) {
        return "median %s ms, p99 %s ms".formatted(text(of + ".p50"), text(of + ".p99"));
    }

    private String text(String name) {
        Figure figure = figures.get(name);
        if (figure == null) {
            return "–";
        }
        return Math.abs(figure.value()) >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", figure.value())
                : figure.text();
    }

    /** What Daybook and its peers commit. */
    public String throughput() {
        BarChart chart = new BarChart("Transfers a second, durable", "/s");
        bar(chart, "Daybook, spread", "daybook.spread", true);
        bar(chart, "rows, spread", "peer.rows.spread", false);
        bar(chart, "pgbench, TPC-B-like", "peer.pgbench.spread", false);
        bar(chart, "Daybook, hot account", "daybook.hot", true);
        bar(chart, "rows, hot account", "peer.rows.hot", false);
        return chart.svg();
    }

    /** How far views are behind. */
    public String lag() {
        BarChart chart = new BarChart("From commit to view, 99th percentile", "ms");
        VIEWS.forEach(view -> bar(chart, view, "lag." + view + ".p99", true));
        return chart.svg();
    }

    private void bar(BarChart chart, String label, String name, boolean ours) {
        Figure figure = figures.get(name);
        if (figure != null) {
            chart.add(label, figure.value(), text(name), ours);
        }
    }
}
