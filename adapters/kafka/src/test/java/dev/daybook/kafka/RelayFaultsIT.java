package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.RelayStatus;
import dev.daybook.postgres.PostgresLease;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.TcpProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Broker, registry, database and network fail while a book is relayed, from either source. */
@BesideOthers
@Timeout(180)
@ParameterizedClass
@EnumSource(ThingsBook.From.class)
class RelayFaultsIT {

    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Duration SOON = Duration.ofSeconds(40);

    private static final int SLOT_MEGABYTES = 1_000;

    private static Path directory;
    private static PostgresServer database;
    private static PostgresSettings settings;
    private static KafkaServers servers;
    private static int books;

    @Parameter private ThingsBook.From from;

    private final List<AutoCloseable> open = new ArrayList<>();
    private String book;

    @BeforeAll
    static void startServers(@TempDir Path temporary) {
        directory = temporary;
        database = PostgresServer.start(directory.resolve("postgres"), 0, SLOT_MEGABYTES);
        settings = database.database("daybook");
        servers = KafkaServers.start(directory);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
        database.close();
    }

    @BeforeEach
    void nameBook() {
        book = "f" + ++books;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private KafkaPublisher publisher() {
        return new KafkaPublisher(
                servers.kafka(), servers.registry(), book, Things.CATALOG, InstantSource.system());
    }

    private ThingsBook book(PostgresSettings reached, List<RecordedEvent> history) {
        ThingsBook opened = new ThingsBook(reached, book, from, history);
        open.addLast(opened); // closed after those who read it
        return opened;
    }

    private RelayRunner runner(ThingsBook from, Lease lease) {
        RelayRunner runner =
                new RelayRunner(
                        from.source(),
                        from.feed(),
                        from.journal(),
                        publisher(),
                        lease,
                        InstantSource.system());
        open.addFirst(runner);
        runner.start();
        return runner;
    }

    private PostgresLease lease(PostgresSettings reached) {
        return new PostgresLease(reached, book, "relay");
    }

    private static void awaitPublished(RelayRunner runner, long position)
            throws InterruptedException {
        assertThat(runner.published().await(position, SOON))
                .as("published up to " + position + ": " + runner.status())
                .isTrue();
    }

    private void assertPublished(List<RecordedEvent> history) {
        OnTopics found = OnTopics.of(servers.bootstrap(), book, history.size());
        found.assertComplete();
        assertThat(found.events())
                .extracting(RecordedEvent::position)
                .isEqualTo(history.stream().map(RecordedEvent::position).toList());
    }

    @Test
    void aBrokerThatIsKilledUnderLoadLosesAndRepeatsNothing() throws Exception {
        List<RecordedEvent> history = Things.history(book, 4_000, BEGIN);
        ThingsBook journal = book(settings, history);
        RelayRunner runner = runner(journal, lease(settings));
        for (int happened = 100; happened <= 4_000; happened += 100) {
            journal.upTo(happened);
            if (happened == 2_000) {
                awaitPublished(runner, 500); // in the middle of the rest
                servers.killBroker();
            }
        }
        Eventually.holds(SOON, () -> runner.status().state() == RelayStatus.State.RETRYING);
        assertThat(runner.status().error()).contains("Kafka");
        assertThat(runner.status().lagEvents()).isPositive();
        servers.startBroker();
        awaitPublished(runner, 4_000);
        assertPublished(history);
    }

    @Test
    void anotherNodeTakesOverFromOneThatIsCutOffFromTheDatabase() throws Exception {
        List<RecordedEvent> history = Things.history(book, 3_000, BEGIN);
        ThingsBook journal = book(settings, history);
        try (TcpProxy network = TcpProxy.to(database.port())) {
            PostgresSettings through =
                    new PostgresSettings(
                            settings.jdbcUrl()
                                    .replace(
                                            ":" + database.port() + "/",
                                            ":" + network.port() + "/"),
                            settings.user(),
                            settings.password(),
                            2);
            RelayRunner first = runner(book(through, history), lease(through));
            journal.upTo(1_000);
            awaitPublished(first, 1_000);
            RelayRunner second = runner(journal, lease(settings));
            network.blackHole(); // nobody is told
            long begun = System.nanoTime();
            Eventually.holds(
                    Duration.ofSeconds(10),
                    () -> second.status().state() == RelayStatus.State.LIVE);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(8));
            journal.upTo(2_000);
            awaitPublished(second, 2_000);
            Eventually.holds(SOON, () -> first.status().state() == RelayStatus.State.STANDBY);
            network.heal();
            journal.upTo(3_000);
            awaitPublished(second, 3_000);
            assertThat(first.status().state()).isEqualTo(RelayStatus.State.STANDBY);
        }
        assertPublished(history);
    }

    @Test
    void aDatabaseThatIsKilledUnderLoadLosesAndRepeatsNothing() throws Exception {
        List<RecordedEvent> history = Things.history(book, 4_000, BEGIN);
        ThingsBook journal = book(settings, history);
        RelayRunner runner = runner(journal, lease(settings));
        for (int happened = 100; happened <= 2_000; happened += 100) {
            journal.upTo(happened);
        }
        awaitPublished(runner, 500); // in the middle of the rest
        killDatabase();
        Eventually.holds(SOON, () -> happens(journal, 2_100)); // it starts again by itself
        for (int happened = 2_200; happened <= 4_000; happened += 100) {
            journal.upTo(happened);
        }
        awaitPublished(runner, 4_000);
        assertPublished(history);
    }

    private static void killDatabase() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("postgres/data/postmaster.pid")).getFirst();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    private static boolean happens(ThingsBook journal, long position) {
        try {
            journal.upTo(position);
            return true;
        } catch (StorageException stillAway) {
            return false;
        }
    }

    @Test
    void aNodeThatIsStoppedLetsTheNextGoOnAtOnce() throws Exception {
        List<RecordedEvent> history = Things.history(book, 200, BEGIN);
        ThingsBook journal = book(settings, history);
        RelayRunner first = runner(journal, lease(settings));
        journal.upTo(100);
        awaitPublished(first, 100);
        RelayRunner second = runner(journal, lease(settings));
        first.close();
        open.remove(first);
        journal.upTo(200);
        long begun = System.nanoTime();
        awaitPublished(second, 200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertPublished(history);
    }
}
