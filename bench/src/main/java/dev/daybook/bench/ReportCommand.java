package dev.daybook.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.bench.inner.InnerPieces;
import dev.daybook.bench.load.ScratchDirectory;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Machine;
import dev.daybook.bench.measure.Timing;
import dev.daybook.bench.report.PerformancePage;
import dev.daybook.bench.workload.Age;
import dev.daybook.bench.workload.AsOf;
import dev.daybook.bench.workload.Http;
import dev.daybook.bench.workload.Lag;
import dev.daybook.bench.workload.Peers;
import dev.daybook.bench.workload.Rebuild;
import dev.daybook.bench.workload.Search;
import dev.daybook.bench.workload.Write;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code bench report}. */
@Command(
        name = "report",
        header = "Measures everything, and writes docs/performance.md with its charts.")
final class ReportCommand implements Callable<Integer> {

    private static final int ACCOUNTS = 10_000;
    private static final int IN_FLIGHT = 4_000;
    private static final int ROUNDS = 2;
    private static final int CONNECTIONS = 64;
    private static final int HTTP_RATE = 500;
    private static final int LAG_RATE = 1_000;
    private static final int REBUILD_EVENTS = 1_000_000;
    private static final int ACCOUNT_EVENTS = 1_000_000;
    private static final int TRANSACTIONS = 2_000_000;
    private static final int OLD_EVENTS = 10_000_000;
    private static final int YOUNG_EVENTS = 100_000;
    private static final int TURNS = 3;
    private static final int SMALLER = 100;

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--small",
            description = "With a hundredth of the events, to see the page and not the figures.")
    private boolean small;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Timing timing = measuring.timing();
        Figures figures = measuring.figures();
        String load = Machine.load();
        String postgres;
        try (Server server = Server.start()) {
            postgres = server.description();
            Write write = new Write(ACCOUNTS, IN_FLIGHT, false, timing);
            new Peers(write, PeersCommand.peers(measuring), ROUNDS).run(server, figures);
            write.run(server, figures);
            new Lag(ACCOUNTS, LAG_RATE, timing).run(server, figures.of("lag"));
            new Rebuild(events(REBUILD_EVENTS)).run(server, figures.of("rebuild"));
            new AsOf(events(ACCOUNT_EVENTS), timing).run(server, figures.of("asof"));
            new Search(events(TRANSACTIONS), LAG_RATE, timing).run(server, figures.of("search"));
        }
        // On a server of its own, as memory is looked at.
        try (Server server = Server.start()) {
            new Age(ACCOUNTS, IN_FLIGHT, events(OLD_EVENTS), events(YOUNG_EVENTS), TURNS, timing)
                    .run(server, figures.of("age"));
        }
        new InnerPieces(Timing.seconds(3, 5), true).run(figures.of("inner"));
        new Http(ACCOUNTS, CONNECTIONS, HTTP_RATE, timing).run(figures.of("http"));
        List<String> on = List.of(Machine.description(), Machine.java(), postgres, load);
        write(figures, on, timing);
        return measuring.done(figures);
    }

    private int events(int count) {
        return small ? count / SMALLER : count;
    }

    private void write(Figures figures, List<String> on, Timing timing) throws IOException {
        Path docs = Path.of(System.getProperty(ScratchDirectory.HOME, ".")).resolve("docs");
        PerformancePage page = new PerformancePage(figures.all());
        Files.createDirectories(docs.resolve("images"));
        Files.writeString(docs.resolve(PerformancePage.THROUGHPUT), page.throughput(), UTF_8);
        Files.writeString(docs.resolve(PerformancePage.AGE), page.age(), UTF_8);
        Files.writeString(docs.resolve(PerformancePage.LAG), page.lag(), UTF_8);
        Path file = docs.resolve("performance.md");
        String words =
                "report --seconds %d --warm-up %d%s"
                        .formatted(
                                timing.window().toSeconds(),
                                timing.warmUp().toSeconds(),
                                small ? " --small" : "");
        Files.writeString(file, page.markdown(LocalDate.now(ZoneOffset.UTC), on, words), UTF_8);
        measuring.remark("Written: docs/performance.md");
    }
}
