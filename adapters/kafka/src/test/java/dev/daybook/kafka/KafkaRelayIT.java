package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher.Batch;
import dev.daybook.engine.relay.PublishingException;
import dev.daybook.engine.relay.Relay;
import dev.daybook.kafka.Things.Made;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What comes to Kafka of a history, on a real broker with a real registry; the rest of what a relay
 * owes is in {@link RelayContractIT}.
 */
@Timeout(120)
class KafkaRelayIT {

    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @AutoClose private static KafkaServers servers;
    private static int books;

    private final List<AutoCloseable> open = new ArrayList<>();
    private String book;

    @BeforeAll
    static void startServers(@TempDir Path directory) {
        servers = KafkaServers.start(directory);
    }

    @BeforeEach
    void nameBook() {
        book = "b" + ++books;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private KafkaPublisher publisher() {
        return publisher(servers.kafka());
    }

    private KafkaPublisher publisher(KafkaSettings settings) {
        KafkaPublisher publisher =
                new KafkaPublisher(
                        settings, servers.registry(), book, Things.CATALOG, InstantSource.system());
        open.add(publisher);
        return publisher;
    }

    private List<RecordedEvent> history(int count) {
        return Things.history(book, count, BEGIN);
    }

    private static void steps(Relay relay, Journaled journal) throws InterruptedException {
        while (relay.published().position() < journal.head()) {
            relay.step(Duration.ofMillis(100));
        }
        relay.step(Duration.ofMillis(100)); // in which the lanes without events are told
    }

    private static void assertSame(List<RecordedEvent> published, List<RecordedEvent> recorded) {
        assertThat(published)
                .extracting(RecordedEvent::position)
                .isEqualTo(recorded.stream().map(RecordedEvent::position).toList());
        assertThat(hashes(published)).isEqualTo(hashes(recorded));
    }

    private static List<String> hashes(List<RecordedEvent> events) {
        return events.stream().map(event -> HexFormat.of().formatHex(event.hash())).toList();
    }

    @Test
    void aLaneWithoutEventsIsToldHowFarTheBookIs() throws Exception {
        Journaled journal = new Journaled(history(1));
        Relay relay = RelayProcess.relay(journal::next, publisher());
        journal.upTo(1);
        relay.step(Duration.ofMillis(100));
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 1);
        assertThat(found.lanes().values()).allMatch(records -> records.size() == 1);
    }

    @Test
    void aLaneWithAnEventIsAsFarAsItsBatchAtOnce() {
        KafkaPublisher publisher = publisher();
        publisher.begin();
        publisher.publish(new Batch(history(30).subList(0, 20), 20, true));
        publisher.publish(new Batch(history(30).subList(20, 30), 30, false));
        assertThat(OnTopics.of(servers.bootstrap(), book, 20).completeWithEvents())
                .contains(30L)
                .allMatch(position -> position == 20 || position == 30);
    }

    @Test
    void anOlderPublisherIsFencedAndDoesNoHarm() {
        List<RecordedEvent> history = history(30);
        KafkaPublisher older = publisher();
        assertThat(older.begin()).isZero();
        older.publish(new Batch(history.subList(0, 10), 10, true));
        KafkaPublisher newer = publisher();
        assertThat(newer.begin()).isEqualTo(10);
        newer.publish(new Batch(history.subList(10, 20), 20, false));
        assertThatExceptionOfType(PublishingException.class)
                .isThrownBy(() -> older.publish(new Batch(history.subList(10, 15), 15, true)));
        newer.publish(new Batch(history.subList(20, 30), 30, true));
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 30);
        found.assertComplete();
        assertSame(found.events(), history);
    }

    @Test
    void whatATransactionThatWasGivenUpLeftBehindIsPassedOver() {
        List<RecordedEvent> history = history(40);
        KafkaPublisher first = publisher();
        first.begin();
        first.publish(new Batch(history.subList(0, 20), 20, true));
        for (int i = 0; i < 3; i++) {
            sendWithoutCommit(history.subList(20, 40));
        }
        KafkaPublisher last = publisher();
        assertThat(last.begin()).isEqualTo(20);
        last.publish(new Batch(history.subList(20, 40), 40, true));
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 40);
        found.assertComplete();
        assertSame(found.events(), history);
    }

    /** As a relay does that is killed in the middle. */
    private void sendWithoutCommit(List<RecordedEvent> events) {
        KafkaRecords records =
                new KafkaRecords(new TopicNames("", book, Things.CATALOG), Things.CATALOG);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers.bootstrap(),
                                "transactional.id",
                                book + ".relay"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (RecordedEvent event : events) {
                var _ = producer.send(records.recorded(event, 1, Long.MAX_VALUE));
            }
            producer.flush();
        }
    }

    @Test
    void whatIsKnownGoesOnWithoutTheRegistryAndWhatIsNotIsTriedAgain() throws Exception {
        List<RecordedEvent> history = history(40);
        servers.killRegistry();
        KafkaPublisher publisher = publisher();
        try {
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
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 40);
        found.assertComplete();
        assertSame(found.events(), history);
    }

    @Test
    void aNewTopicHasALaneInEachPartitionAndKeepsEventsForNinetyDays() throws Exception {
        publisher().begin();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrap()))) {
            String topic = book + ".made";
            assertThat(
                            admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get(10, TimeUnit.SECONDS)
                                    .get(topic)
                                    .partitions())
                    .hasSize(Lanes.PER_TOPIC);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            assertThat(
                            admin.describeConfigs(List.of(resource))
                                    .all()
                                    .get(10, TimeUnit.SECONDS)
                                    .get(resource)
                                    .get("retention.ms")
                                    .value())
                    .isEqualTo(Long.toString(Duration.ofDays(90).toMillis()));
        }
    }

    @Test
    void aTopicWithAnotherNumberOfPartitionsIsRefused() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrap()))) {
            admin.createTopics(
                            List.of(new NewTopic(book + ".made", Optional.of(3), Optional.empty())))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        KafkaPublisher publisher = publisher();
        assertThatExceptionOfType(PublishingException.class)
                .isThrownBy(publisher::begin)
                .withMessageContaining(book + ".made has 3 partitions");
    }

    @Test
    void anEventLargerThanABrokerTakesLeavesItsPlaceAndStopsNothing() {
        List<RecordedEvent> events = new ArrayList<>(history(1));
        EntityId entity = new EntityId("thing", "large");
        events.add(Things.event(book, 2, 0, entity, new Made("x".repeat(1_100_000), 1)));
        KafkaPublisher publisher = publisher();
        publisher.begin();
        publisher.publish(new Batch(events, 2, true));
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 2);
        assertSame(found.events(), events.subList(0, 1));
        assertThat(found.withheld())
                .containsExactly(
                        new LaneRecord.Withheld(2, 2, 0, entity, 1, "Made", 1, "too-large"));
        assertThat(publisher.violations())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.code()).isEqualTo("too-large");
                    assertThat(each.withheld()).isOne();
                });
    }

    @Test
    void aSchemaThatTheRegistryRefusesStopsNothingButItsOwnType() throws Exception {
        Schema other =
                SchemaBuilder.record("Named")
                        .namespace("dev.daybook.kafka")
                        .fields()
                        .requiredInt("name")
                        .endRecord();
        try (RegistryClient client = new RegistryClient(servers.registry())) {
            client.register(book + ".named-dev.daybook.kafka.Named", other);
        }
        List<RecordedEvent> history = history(90);
        Journaled journal = new Journaled(history);
        journal.upTo(90);
        KafkaPublisher publisher = publisher();
        steps(RelayProcess.relay(journal::next, publisher), journal);
        OnTopics found = OnTopics.of(servers.bootstrap(), book, 90);
        found.assertComplete();
        assertSame(
                found.events(),
                history.stream().filter(event -> event.type().equals("Made")).toList());
        assertThat(found.withheld())
                .hasSize(30)
                .allMatch(
                        each -> each.reason().startsWith("schema-") && each.type().equals("Named"));
        assertThat(publisher.violations())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.type()).isEqualTo("Named");
                    assertThat(each.withheld()).isEqualTo(30);
                });
    }

    @Test
    void aStockConsumerWithAStockDeserializerReadsTypedRecords() throws Exception {
        Journaled journal = new Journaled(history(100));
        journal.upTo(100);
        steps(RelayProcess.relay(journal::next, publisher()), journal);
        int read = 0;
        try (KafkaConsumer<String, GenericRecord> consumer = stockConsumer()) {
            consumer.subscribe(List.of(book + ".made", book + ".named"));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (read < 100 && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, GenericRecord> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    GenericRecord value = record.value();
                    if (value != null) { // null where a lane is told the position
                        read++;
                        assertThat(record.key()).startsWith("thing:t-");
                        assertThat(value.getSchema().getFullName())
                                .isEqualTo(
                                        record.topic().endsWith(".made")
                                                ? "dev.daybook.kafka.Made"
                                                : "dev.daybook.kafka.Named");
                        assertThat(value.get(0).toString()).matches("maker|name \\d+");
                    }
                }
            }
        }
        assertThat(read).isEqualTo(100);
    }

    private KafkaConsumer<String, GenericRecord> stockConsumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers.bootstrap(),
                        "group.id",
                        "stock-" + book,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "key.deserializer",
                        StringDeserializer.class.getName(),
                        "value.deserializer",
                        AvroKafkaDeserializer.class.getName(),
                        "apicurio.registry.url",
                        servers.registry()
                                .url()
                                .toString()
                                .replace("/apis/ccompat/v7", "/apis/registry/v3")));
    }
}
