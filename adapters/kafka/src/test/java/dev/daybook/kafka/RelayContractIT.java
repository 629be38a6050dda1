package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Relay;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

import org.apache.kafka.clients.admin.Admin;
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

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What comes to Kafka of a book in PostgreSQL is the same, wherever a relay takes it from. */
@Timeout(120)
@ParameterizedClass
@EnumSource(ThingsBook.From.class)
class RelayContractIT {

    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final int SLOT_MEGABYTES = 1_000;

    private static PostgresServer database;
    private static PostgresSettings settings;
    private static KafkaServers servers;
    private static int books;

    @Parameter private ThingsBook.From from;

    private final List<AutoCloseable> open = new ArrayList<>();
    private String name;

    @BeforeAll
    static void startServers(@TempDir Path directory) {
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
        name = "c" + ++books;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private List<RecordedEvent> history(int count) {
        return Things.history(name, count, BEGIN);
    }

    private ThingsBook book(List<RecordedEvent> history) {
        ThingsBook book = new ThingsBook(settings, name, from, history);
        open.addFirst(book);
        return book;
    }

    private Relay relay(ThingsBook book) {
        KafkaPublisher publisher =
                new KafkaPublisher(
                        servers.kafka(),
                        servers.registry(),
                        name,
                        Things.CATALOG,
                        InstantSource.system());
        Relay relay = RelayProcess.relay(book.source(), publisher);
        open.addFirst(() -> {
            relay.stop();
            publisher.close();
        });
        return relay;
    }

    private static void steps(Relay relay, long upTo) throws InterruptedException {
        while (relay.published().position() < upTo) {
            relay.step(Duration.ofMillis(100));
        }
        relay.step(Duration.ofMillis(100)); // in which the lanes without events are told
    }

    /** Every lane proves that it is whole, and every event says what was recorded. */
    private void assertPublished(List<RecordedEvent> history) {
        OnTopics found = OnTopics.of(servers.bootstrap(), name, history.size());
        found.assertComplete();
        assertThat(hashes(found.events())).isEqualTo(hashes(history));
        EventHash hash = new EventHash(name); // is over everything that an event says
        assertThat(found.events()).allMatch(hash::matches);
    }

    private static List<String> hashes(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> event.position() + " " + HexFormat.of().formatHex(event.hash()))
                .toList();
    }

    @Test
    void everyEventIsInItsLaneOnceAndInOrder() throws Exception {
        List<RecordedEvent> history = history(10_000);
        ThingsBook book = book(history);
        Relay relay = relay(book);
        for (long position : List.of(1, 2, 5, 1_000, 1_001, 10_000)) {
            book.upTo(position);
            steps(relay, position);
        }
        assertPublished(history);
    }

    @Test
    void whatHappensBeforeAnyAndWhileNoNodeRelaysIsPublishedByTheNext() throws Exception {
        List<RecordedEvent> history = history(5_000);
        ThingsBook book = book(history);
        book.upTo(1_000);
        Relay first = relay(book);
        steps(first, 1_000);
        first.stop();
        book.upTo(2_000);
        book.upTo(4_000);
        Relay second = relay(book);
        steps(second, 4_000);
        book.upTo(5_000);
        steps(second, 5_000);
        assertPublished(history);
    }

    @Test
    void anotherGoesOnWhereAKilledOneWas() throws Exception {
        int count = 4_000;
        Process killed = RelayProcess.start(servers, settings, name, from, count, BEGIN);
        BufferedReader said = killed.inputReader();
        String line = said.readLine();
        while (line != null && !(line.matches("\\d+") && Long.parseLong(line) >= 500)) {
            line = said.readLine();
        }
        assertThat(killed.destroyForcibly().waitFor()).as("killed in the middle").isEqualTo(137);
        ThingsBook book = book(history(count));
        Relay relay = relay(book);
        book.upTo(count);
        steps(relay, count);
        assertPublished(history(count));
    }

    @Test
    void aTopicThatWasLostIsPublishedAgainAndTheOtherIsNot() throws Exception {
        List<RecordedEvent> history = history(300);
        ThingsBook book = book(history);
        book.upTo(300);
        Relay first = relay(book);
        steps(first, 300);
        first.stop();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrap()))) {
            admin.deleteTopics(List.of(name + ".named")).all().get(10, TimeUnit.SECONDS);
        }
        steps(relay(book), 300);
        assertPublished(history);
    }
}
