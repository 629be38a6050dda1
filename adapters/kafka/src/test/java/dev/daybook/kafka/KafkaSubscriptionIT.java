package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/**
 * A view's lanes as a real broker gives them: each event once and in order, whoever follows the
 * lane, and proof that none is missing.
 */
@Timeout(120)
class KafkaSubscriptionIT {

    private static final Set<Topic> TOPICS = Set.of(Things.MADE, Things.NAMED);
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LIMIT = 500;

    /** A broker that is held up answers later than anybody waits for it, but not always. */
    private static final int RESTS = 10;

    @AutoClose private static KafkaServers servers;
    private static int books;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Integer, Long> stored = new HashMap<>();
    private final List<RecordedEvent> applied = new ArrayList<>();
    private String book;
    private Journaled journal;

    @BeforeAll
    static void startServers(@TempDir Path directory) {
        servers = KafkaServers.start(directory);
    }

    @BeforeEach
    void nameBook() {
        book = "f" + ++books;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** A node that follows a view, whose store all nodes share. */
    private final class Node implements AutoCloseable {

        final KafkaSubscription subscription =
                new KafkaSubscription(
                        settings(), book, "totals_v1", Things.CATALOG, TOPICS, LIMIT, journal);
        Set<Integer> lanes = Set.of();

        Node() {
            open.add(this);
        }

        void step() throws InterruptedException {
            if (!lanes.equals(subscription.lanes())) {
                lanes = subscription.lanes();
                Map<Integer, Long> own = new HashMap<>();
                lanes.forEach(slot -> own.put(slot, stored.getOrDefault(slot, 0L)));
                subscription.seek(Progress.of(own));
            }
            Batch batch = subscription.next(LIMIT, WAIT);
            applied.addAll(batch.events());
            stored.putAll(batch.progress().positions());
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    private static KafkaSettings settings() {
        return servers.kafka();
    }

    private List<RecordedEvent> history(int count) {
        List<RecordedEvent> history =
                Things.history(book, count, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        journal = new Journaled(history);
        journal.upTo(count);
        return history;
    }

    private KafkaPublisher publisher() {
        KafkaPublisher publisher =
                new KafkaPublisher(
                        settings(),
                        servers.registry(),
                        book,
                        Things.CATALOG,
                        InstantSource.system());
        open.add(publisher);
        publisher.begin();
        return publisher;
    }

    private static void publish(Publisher publisher, List<RecordedEvent> events) {
        publisher.publish(new Publisher.Batch(events, events.getLast().position(), true));
    }

    private void until(BooleanSupplier reached, Node... nodes) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it comes to it").isLessThan(deadline);
            for (Node node : nodes) {
                node.step();
            }
        }
    }

    private boolean isAt(long position) {
        return stored.size() == 2 * Lanes.PER_TOPIC
                && stored.values().stream().allMatch(each -> each >= position);
    }

    /** Each event once, and those of a lane in its order. */
    private void assertApplied(List<RecordedEvent> events) {
        Map<Integer, Long> last = new HashMap<>();
        for (RecordedEvent event : applied) {
            int slot = Lanes.slot(event.topic(), event.lane());
            assertThat(event.previous()).isEqualTo(last.getOrDefault(slot, 0L));
            last.put(slot, event.position());
        }
        assertThat(applied)
                .extracting(RecordedEvent::position)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(RecordedEvent::position).toList());
    }

    @Test
    void everyLaneIsFollowedToWhereTheBookIs() throws Exception {
        List<RecordedEvent> history = history(3_000);
        publish(publisher(), history);
        until(() -> isAt(3_000), new Node());
        assertApplied(history);
    }

    /** The consumer by itself gives what it asked for before the rest, and nothing newer. */
    @Test
    void whoPollsAfterARestGetsWhatThereIsByThen() throws Exception {
        List<RecordedEvent> events = history(100 + 2 * RESTS * 10);
        KafkaPublisher publisher = publisher();
        publish(publisher, events.subList(0, 100));
        Node node = new Node();
        until(() -> isAt(100), node);
        boolean isUpToDate = false;
        for (int from = 100; from < events.size() && !isUpToDate; from += 20) {
            long older = events.get(from + 9).position();
            publish(publisher, events.subList(from, from + 10));
            publish(publisher, events.subList(from + 10, from + 20));
            node.step();
            isUpToDate = applied.stream().anyMatch(event -> event.position() > older);
            long newest = events.get(from + 19).position();
            until(() -> isAt(newest), node);
        }
        assertThat(isUpToDate).isTrue();
    }

    @Test
    void lanesGoToANodeThatComesAndBackFromOneThatLeavesWithoutLossOrRepeat() throws Exception {
        List<RecordedEvent> history = history(9_000);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 3_000));
        Node first = new Node();
        until(() -> stored.values().stream().anyMatch(each -> each > 0), first);
        Node second = new Node();
        until(() -> !first.lanes.isEmpty() && !second.lanes.isEmpty(), first, second);
        publish(publisher, history.subList(3_000, 6_000));
        until(() -> isAt(6_000), first, second);
        assertThat(first.lanes).hasSize(Lanes.PER_TOPIC);
        first.close();
        open.remove(first);
        publish(publisher, history.subList(6_000, 9_000));
        until(() -> isAt(9_000), second);
        assertThat(second.lanes).hasSize(2 * Lanes.PER_TOPIC);
        assertApplied(history);
    }

    @Test
    void aNodeThatWasAwayGoesOnWhereTheStoreIs() throws Exception {
        List<RecordedEvent> history = history(2_000);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 1_000));
        Node before = new Node();
        until(() -> isAt(1_000), before);
        before.step(); // which tells that what it was given is applied
        before.close();
        open.remove(before);
        publish(publisher, history.subList(1_000, 2_000));
        Node after = new Node();
        until(() -> isAt(2_000), after);
        assertApplied(history);
        assertThat(after.subscription.repeated()).as("it began where it had left").isZero();
    }

    @Test
    void aStoreThatLostSomethingIsGivenItAgain() throws Exception {
        List<RecordedEvent> history = history(1_000);
        publish(publisher(), history);
        Node before = new Node();
        until(() -> isAt(1_000), before);
        before.close();
        open.remove(before);
        stored.clear();
        applied.clear();
        until(() -> isAt(1_000), new Node());
        assertApplied(history);
    }

    @Test
    void whatKafkaNoLongerKeepsIsReadFromTheJournal() throws Exception {
        List<RecordedEvent> history = history(4_000);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 3_000));
        throwAwayHalf();
        Node from = new Node();
        until(() -> isAt(3_000), from);
        assertApplied(history.subList(0, 3_000));
        assertThat(from.subscription.trouble()).isNull();
    }

    @Test
    void aViewThatWasAwayForLongerThanKafkaKeepsAnythingMissesNothing() throws Exception {
        List<RecordedEvent> history = history(4_000);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 1_000));
        Node before = new Node();
        until(() -> isAt(1_000), before);
        before.step(); // which tells that what it was given is applied
        before.close();
        open.remove(before);
        publish(publisher, history.subList(1_000, 3_000));
        throwAwayAll();
        sendNoEvent(3);
        publish(publisher, history.subList(3_000, 4_000));
        Node after = new Node();
        until(() -> isAt(4_000), after);
        assertApplied(history);
        assertThat(after.subscription.trouble()).isNull();
    }

    /** As after a broker lost the newest records, and got them again with other offsets. */
    @Test
    void aMarkThatLeadsTooFarIsGivenUp() throws Exception {
        List<RecordedEvent> history = history(2_000);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 1_000));
        Node before = new Node();
        until(() -> isAt(1_000), before);
        before.step();
        before.close();
        open.remove(before);
        publish(publisher, history.subList(1_000, 2_000));
        try (Admin admin = Admin.create(settings().client())) {
            TopicPartition lane = new TopicPartition(names().of(Things.MADE), 3);
            long end =
                    admin.listOffsets(Map.of(lane, OffsetSpec.latest()))
                            .partitionResult(lane)
                            .get()
                            .offset();
            admin.alterConsumerGroupOffsets(
                            book + ".totals_v1",
                            Map.of(lane, new OffsetAndMetadata(end - 4, "1000")))
                    .all()
                    .get();
        }
        Node after = new Node();
        until(() -> isAt(2_000), after);
        assertApplied(history);
        assertThat(after.subscription.trouble()).isNull();
    }

    /** As retention does it, lane by lane. */
    private void throwAwayHalf() throws Exception {
        throwAway(end -> end / 2);
    }

    private void throwAwayAll() throws Exception {
        throwAway(end -> end);
    }

    private void throwAway(LongUnaryOperator before) throws Exception {
        try (Admin admin = Admin.create(settings().client())) {
            Map<TopicPartition, OffsetSpec> lanes = new HashMap<>();
            for (Topic topic : TOPICS) {
                for (int lane = 0; lane < Lanes.PER_TOPIC; lane++) {
                    lanes.put(new TopicPartition(names().of(topic), lane), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
            admin.listOffsets(lanes)
                    .all()
                    .get()
                    .forEach((lane, end) ->
                            old.put(
                                    lane,
                                    RecordsToDelete.beforeOffset(
                                            before.applyAsLong(end.offset()))));
            admin.deleteRecords(old).all().get();
        }
    }

    @Test
    void aRepeatIsDroppedAndAGapStopsItsLaneAndNoOther() throws Exception {
        List<RecordedEvent> history = history(300);
        publish(publisher(), history.subList(0, 100));
        RecordedEvent missing = history.get(100);
        int broken = Lanes.slot(missing.topic(), missing.lane());
        try (KafkaProducer<byte[], byte[]> wrong =
                new KafkaProducer<>(
                        settings().client(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (RecordedEvent event : history) {
                if (event.position() != missing.position()) {
                    var _ = wrong.send(record(event)); // the first hundred for the second time
                }
            }
        }
        Node node = new Node();
        until(
                () ->
                        node.subscription.trouble() != null
                                && applied.getLast().position() >= 290
                                && applied.size() >= 250,
                node);
        assertThat(node.subscription.trouble())
                .contains("stands still", "an event at position " + missing.position());
        assertThat(node.subscription.repeated()).isGreaterThan(80);
        assertThat(stored.get(broken)).isLessThan(missing.position());
        assertApplied(
                history.stream()
                        .filter(event ->
                                event.position() < missing.position()
                                        || Lanes.slot(event.topic(), event.lane()) != broken)
                        .toList());
    }

    @Test
    void whatIsNoEventIsCountedAndPassedOver() throws Exception {
        List<RecordedEvent> history = history(200);
        KafkaPublisher publisher = publisher();
        publish(publisher, history.subList(0, 100));
        sendNoEvent(3);
        publish(publisher, history.subList(100, 200));
        Node node = new Node();
        until(() -> isAt(200), node);
        assertApplied(history);
        assertThat(node.subscription.malformed()).isOne();
    }

    private void sendNoEvent(int lane) {
        try (KafkaProducer<byte[], byte[]> stranger =
                new KafkaProducer<>(
                        settings().client(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var _ =
                    stranger.send(
                            new ProducerRecord<>(
                                    names().of(Things.MADE),
                                    lane,
                                    new byte[] {1},
                                    new byte[] {2, 3}));
        }
    }

    private TopicNames names() {
        return new TopicNames("", book, Things.CATALOG);
    }

    private ProducerRecord<byte[], byte[]> record(RecordedEvent event) {
        return new KafkaRecords(names(), Things.CATALOG)
                .recorded(event, 1, System.currentTimeMillis());
    }
}
