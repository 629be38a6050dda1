package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.Publisher.Batch;
import dev.daybook.engine.relay.PublishingException;
import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.RelayStatus;
import dev.daybook.postgres.PostgresLease;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.TcpProxy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Broker, registry, database and network fail while the journal is relayed. */
@Timeout(180)
class RelayFaultsIT {

    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Duration SOON = Duration.ofSeconds(40);

    private static Path directory;
    @AutoClose private static PostgresServer database;
    private static PostgresSettings settings;
    @AutoClose private static KafkaServers servers;
    private static int books;

    private final List<AutoCloseable> open = new ArrayList<>();
    private String book;

    @BeforeAll
    static void startServers(@TempDir Path temporary) {
        directory = temporary;
        database = PostgresServer.start(directory.resolve("postgres"));
        settings = database.database("daybook");
        servers = KafkaServers.start(directory);
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

    private RelayRunner runner(Journaled journal, Lease lease) {
        RelayRunner runner =
                new RelayRunner(
                        journal, journal.journal(), publisher(), lease, InstantSource.system());
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
        List<RecordedEvent> history = Things.history(book, 8_000, BEGIN);
        Journaled journal = new Journaled(history);
        RelayRunner runner = runner(journal, lease(settings));
        for (int times = 0; times < 2; times++) {
            int from = times * 4_000;
            for (int happened = from + 100; happened <= from + 4_000; happened += 100) {
                journal.upTo(happened);
                if (happened == from + 2_000) {
                    awaitPublished(runner, from + 500); // in the middle of the rest
                    servers.killBroker();
                }
            }
            Eventually.holds(SOON, () -> runner.status().state() == RelayStatus.State.RETRYING);
            assertThat(runner.status().error()).contains("Kafka");
            assertThat(runner.status().lagEvents()).isPositive();
            servers.startBroker();
            awaitPublished(runner, from + 4_000);
        }
        assertPublished(history);
    }

    @Test
    void whatIsKnownGoesOnWithoutTheRegistryAndWhatIsNotIsTriedAgain() throws Exception {
        List<RecordedEvent> history = Things.history(book, 40, BEGIN);
        servers.killRegistry();
        try (KafkaPublisher publisher = publisher()) {
            publisher.begin();
            assertThatExceptionOfType(PublishingException.class)
                    .isThrownBy(
                            () -> publisher.publish(new Batch(history.subList(0, 20), 20, true)))
                    .withMessageContaining("schema registry");
            servers.startRegistry();
            assertThat(publisher.begin()).isZero();
            publisher.publish(new Batch(history.subList(0, 20), 20, true));
            servers.killRegistry();
            publisher.publish(new Batch(history.subList(20, 30), 30, true));
            assertThat(publisher.begin())
                    .as("it takes over without the registry too")
                    .isEqualTo(30);
            publisher.publish(new Batch(history.subList(30, 40), 40, true));
        } finally {
            servers.startRegistry();
        }
        assertPublished(history);
    }

    @Test
    void anotherNodeTakesOverFromOneThatIsCutOffFromTheDatabase() throws Exception {
        List<RecordedEvent> history = Things.history(book, 3_000, BEGIN);
        Journaled journal = new Journaled(history);
        try (TcpProxy network = TcpProxy.to(database.port())) {
            PostgresSettings through =
                    new PostgresSettings(
                            settings.jdbcUrl()
                                    .replace(
                                            ":" + database.port() + "/",
                                            ":" + network.port() + "/"),
                            settings.user(),
                            settings.password(),
                            1);
            RelayRunner first = runner(journal, lease(through));
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
    void aNodeThatIsStoppedLetsTheNextGoOnAtOnce() throws Exception {
        List<RecordedEvent> history = Things.history(book, 200, BEGIN);
        Journaled journal = new Journaled(history);
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
