package dev.daybook.bench.peer;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Timing;
import dev.daybook.postgres.PostgresSettings;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * PostgreSQL's own benchmark in its TPC-B-like form: three updates, a look-up and an insert, in the
 * least that a database can be asked for. It keeps no idempotency keys, checks no limit, and writes
 * neither legs nor events.
 *
 * @see <a href="https://www.postgresql.org/docs/18/pgbench.html">pgbench</a>
 */
public final class Pgbench implements Peer {

    private static final String PROGRAM = "pgbench";
    private static final String DATABASE = "pgbench";

    /** In hundred thousands of accounts; more than clients, so that branches are no bottleneck. */
    private static final int SCALE = 20;

    private static final int CLIENTS = 16;
    private static final int THREADS = 2;

    private static final java.util.regex.Pattern PROCESSED =
            java.util.regex.Pattern.compile("actually processed: (\\d+)");
    private static final java.util.regex.Pattern RATE =
            java.util.regex.Pattern.compile("tps = (\\d+(?:\\.\\d+)?)");

    /** Whether the program is there. */
    public static boolean isInstalled() {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String directory : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory).resolve(PROGRAM))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return "pgbench";
    }

    @Override
    public boolean runs(Pattern pattern) {
        return pattern == Pattern.SPREAD;
    }

    @Override
    public Score measure(Server server, Pattern pattern, int accounts, Timing timing)
            throws InterruptedException {
        PostgresSettings settings = server.database(DATABASE);
        // In this order, so that the pages were logged in full while they were filled: after a
        // checkpoint the measured transactions would pay for that.
        server.settle();
        call(server, settings, "-i", "-q", "-s", String.valueOf(SCALE));
        if (timing.warmUp().isPositive()) {
            play(server, settings, timing.warmUp());
        }
        long before = server.walBytes();
        String report = play(server, settings, timing.window());
        long wal = server.walBytes() - before;
        long committed = Long.parseLong(number(PROCESSED, report));
        // Its own rate, as it leaves out the time in which connections are made.
        double perSecond = Double.parseDouble(number(RATE, report));
        return new Score(
                committed,
                Duration.ofNanos((long) (committed / perSecond * 1e9)),
                Usage.ofWal(wal));
    }

    private static String play(Server server, PostgresSettings settings, Duration length)
            throws InterruptedException {
        return call(
                server,
                settings,
                "-n",
                "-M",
                "prepared",
                "-c",
                String.valueOf(CLIENTS),
                "-j",
                String.valueOf(THREADS),
                "-T",
                String.valueOf(length.toSeconds()));
    }

    private static String call(Server server, PostgresSettings settings, String... options)
            throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(List.of(options));
        words.add(DATABASE);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "PGHOST",
                                "127.0.0.1",
                                "PGPORT",
                                String.valueOf(server.port()),
                                "PGUSER",
                                settings.user(),
                                "PGPASSWORD",
                                settings.password()));
        try {
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pgbench failed: " + output);
            }
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException("pgbench could not be run.", failed);
        }
    }

    private static String number(java.util.regex.Pattern what, String report) {
        return what.matcher(report)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow(() -> new IllegalStateException("pgbench gives no figure: " + report));
    }
}
