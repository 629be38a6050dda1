package dev.daybook.kafka;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.Source;
import dev.daybook.kafka.ThingsBook.From;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what the two sources of a relay cost and how fast they are, for decision 0022; not a
 * test. Once with a log that can be decoded and once without, on servers of its own in a directory
 * that is given. Commits of two events are made at an even pace, and each is waited for.
 */
final class SourcesCompared {

    private static final int COMMITS_PER_SECOND = 250;
    private static final int EVENTS_PER_COMMIT = 2;
    private static final int SECONDS = 12;
    private static final int PACED_EVENTS = COMMITS_PER_SECOND * EVENTS_PER_COMMIT * SECONDS;
    private static final int AWAY_EVENTS = 100_000;
    private static final int AWAY_PER_COMMIT = 20;
    private static final int HERTZ = 100;

    private static final class Alone implements Lease {
        @Override
        public boolean await(Duration atMost) {
            return true;
        }

        @Override
        public void release() {}

        @Override
        public void close() {}
    }

    private final KafkaServers servers;
    private final Path data;
    private final PostgresSettings settings;

    private SourcesCompared(KafkaServers servers, Path data, PostgresSettings settings) {
        this.servers = servers;
        this.data = data;
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (KafkaServers servers = KafkaServers.start(directory)) {
            for (int slotMegabytes : new int[] {0, 4_096}) {
                String level = slotMegabytes == 0 ? "replica" : "logical";
                Path place = directory.resolve(level);
                try (PostgresServer server = PostgresServer.start(place, 0, slotMegabytes)) {
                    SourcesCompared compared =
                            new SourcesCompared(
                                    servers, place.resolve("data"), server.database("daybook"));
                    compared.pace("warm_" + level, From.JOURNAL, true);
                    compared.pace("none_" + level, null, true);
                    compared.pace("own_" + level, From.JOURNAL, true);
                    compared.pace("other_" + level, From.JOURNAL, false);
                    if (slotMegabytes > 0) {
                        compared.pace("wal_" + level, From.WAL, false);
                        compared.comeBack("back_wal", From.WAL);
                    }
                    compared.comeBack("back_journal_" + level, From.JOURNAL);
                }
            }
        }
    }

    /**
     * @param from null for no relay at all
     * @param own whether the node that relays is the one that writes
     */
    private void pace(String name, @Nullable From from, boolean own) throws Exception {
        List<RecordedEvent> history = history(name, PACED_EVENTS);
        try (ThingsBook book = new ThingsBook(settings, name, orJournal(from), history)) {
            RelayRunner runner = from == null ? null : runner(book, name);
            long[] committing = new long[PACED_EVENTS / EVENTS_PER_COMMIT];
            long[] published = new long[committing.length];
            Thread watch = Thread.ofPlatform().start(() -> watch(runner, published));
            book.upTo(EVENTS_PER_COMMIT); // everything is under way
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            double cpu = cpuSeconds();
            long lsn = lsn();
            long begun = System.nanoTime();
            for (int i = 1; i < committing.length; i++) {
                long due = begun + i * 1_000_000_000L / COMMITS_PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                committing[i] = System.nanoTime();
                book.upTo((long) (i + 1) * EVENTS_PER_COMMIT);
                if (own) {
                    book.heardOf(i * EVENTS_PER_COMMIT, (i + 1) * EVENTS_PER_COMMIT);
                }
            }
            watch.join();
            double seconds = (System.nanoTime() - begun) / 1e9;
            String latency = from == null ? "-" : latency(committing, published);
            System.out.printf(
                    "%-16s %6.0f events/s, latency %s, database %.3f CPU seconds a second, log %.0f"
                            + " bytes an event%n",
                    name,
                    PACED_EVENTS / seconds,
                    latency,
                    (cpuSeconds() - cpu) / seconds,
                    (double) (lsn() - lsn) / PACED_EVENTS);
            if (runner != null) {
                runner.close();
            }
            book.abandon();
        }
    }

    private static From orJournal(@Nullable From from) {
        return from == null ? From.JOURNAL : from;
    }

    private static void watch(@Nullable RelayRunner runner, long[] published) {
        try {
            int next = 0;
            while (runner != null && next < published.length) {
                long wanted = (long) (next + 1) * EVENTS_PER_COMMIT;
                if (runner.published().await(wanted, Duration.ofSeconds(30))) {
                    long now = System.nanoTime();
                    long reached = runner.published().position();
                    while (next < published.length && (next + 1L) * EVENTS_PER_COMMIT <= reached) {
                        published[next++] = now;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String latency(long[] committing, long[] published) {
        long[] nanos = new long[committing.length - 1];
        for (int i = 1; i < committing.length; i++) {
            nanos[i - 1] = published[i] - committing[i];
        }
        Arrays.sort(nanos);
        return String.format(
                "p50 %.1f ms, p99 %.1f ms",
                nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }

    /** A relay begins on a book, is away while much happens, and comes back. */
    private void comeBack(String name, From from) throws Exception {
        List<RecordedEvent> history = history(name, AWAY_EVENTS + 10);
        try (ThingsBook book = new ThingsBook(settings, name, from, history)) {
            Source before = book.source();
            before.begin(0);
            book.upTo(10);
            drain(before, 0, 10);
            before.end();
            long lsn = lsn();
            for (int at = 10 + AWAY_PER_COMMIT; at <= AWAY_EVENTS + 10; at += AWAY_PER_COMMIT) {
                book.upTo(at);
            }
            long kept = lsn() - lsn;
            double cpu = cpuSeconds();
            Source alone = book.source();
            long begun = System.nanoTime();
            alone.begin(10);
            drain(alone, 10, AWAY_EVENTS + 10);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%-22s log %.0f bytes an event; the source alone %.0f events/s, database %.1f"
                            + " CPU seconds%n",
                    name, (double) kept / AWAY_EVENTS, AWAY_EVENTS / seconds, cpuSeconds() - cpu);
            alone.end();
            begun = System.nanoTime();
            RelayRunner runner = runner(book, name);
            runner.published().await(AWAY_EVENTS + 10, Duration.ofMinutes(2));
            System.out.printf(
                    "%-22s to Kafka, from the first event on, %.0f events/s%n",
                    name, AWAY_EVENTS / ((System.nanoTime() - begun) / 1e9));
            runner.close();
            book.abandon();
        }
    }

    private static void drain(Source source, long after, long upTo) throws InterruptedException {
        long reached = after;
        while (reached < upTo) {
            reached += source.next(reached, 2_000, Duration.ofMillis(100)).size();
        }
    }

    private RelayRunner runner(ThingsBook book, String name) {
        RelayRunner runner =
                new RelayRunner(
                        book.source(),
                        book.feed(),
                        book.journal(),
                        new KafkaPublisher(
                                servers.kafka(),
                                servers.registry(),
                                name,
                                Things.CATALOG,
                                InstantSource.system()),
                        new Alone(),
                        InstantSource.system());
        runner.start();
        return runner;
    }

    private static List<RecordedEvent> history(String name, int count) {
        return Things.history(name, count, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private long lsn() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_current_wal_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of all processes of the database server, those that have ended included. */
    private double cpuSeconds() throws IOException {
        long postmaster =
                Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        long ticks = ticks(postmaster);
        for (ProcessHandle child : ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            ticks += ticks(child.pid());
        }
        return (double) ticks / HERTZ;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 11; i <= 14; i++) { // its own and that of children that have ended
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException ended) {
            return 0;
        }
    }
}
