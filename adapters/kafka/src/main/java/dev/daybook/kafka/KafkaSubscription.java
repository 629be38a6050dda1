package dev.daybook.kafka;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.Subscription;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Follows a view's topics as one of a consumer group: Kafka shares the lanes out among the nodes,
 * and each record proves by the predecessor it names that nothing is missing before it. A repeat is
 * dropped and counted. A gap stops its lane, says so, and no other lane; it stays so until the view
 * is opened again.
 *
 * <p>How far a lane is, the view's store knows, which saves it with the values. The offset that is
 * committed to Kafka, a few moments late and with the position beside it, only tells where to begin
 * to read; one that is ahead of the store is not used.
 *
 * <p>{@link #head}, {@link #trouble}, {@link #repeated} and {@link #malformed} may be asked by any
 * thread.
 */
public final class KafkaSubscription implements Subscription {

    private static final Logger log = LoggerFactory.getLogger(KafkaSubscription.class);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration COMMIT_MAX = Duration.ofSeconds(2);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** The least that brokers allow by default; a node that was killed is missed for as long. */
    private static final int SESSION_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 2_000;

    private static final Provenance UNKNOWN = new Provenance("", null, "kafka", "", "", null, null);

    private final TopicNames names;
    private final KafkaRecords records;
    private final LongSupplier head;
    private final String group;
    private final int lanesMax;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> at = new HashMap<>();
    private final Map<Integer, Mark> given = new HashMap<>();
    private final Map<Integer, Mark> applied = new HashMap<>();
    private final SortedMap<Integer, String> stopped = new TreeMap<>();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private Set<Integer> lanes = Set.of();
    private boolean reassigned;
    private long committedAtNanos = System.nanoTime();
    private volatile @Nullable String trouble;

    /**
     * A place in a lane.
     *
     * @param offset of the record after it in Kafka
     */
    private record Mark(long position, long offset) {}

    /**
     * @param view names the consumer group, together with the book
     * @param limit the most events that are ever asked for at once
     * @param head tells the last position known to be recorded
     */
    public KafkaSubscription(
            KafkaSettings settings,
            String book,
            String view,
            EventCatalog<?> catalog,
            Set<Topic> topics,
            int limit,
            LongSupplier head) {
        this.names = new TopicNames(settings.prefix(), book, catalog);
        this.records = new KafkaRecords(names, catalog);
        this.head = head;
        this.group = settings.prefix() + book + "." + view;
        this.lanesMax = topics.size() * Lanes.PER_TOPIC;
        Map<String, Object> config = settings.client();
        config.put("group.id", group);
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("allow.auto.create.topics", false);
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", limit);
        config.put("session.timeout.ms", SESSION_MILLIS);
        config.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
        config.put(
                "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        this.consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(topics.stream().map(names::of).toList(), new Sharing());
    }

    @Override
    public Set<Integer> lanes() {
        return lanes;
    }

    @Override
    public void seek(Progress progress) {
        try {
            given.clear();
            stopped.clear();
            trouble = null;
            at.clear();
            lanes.forEach(slot -> at.put(slot, progress.of(slot)));
            goTo(at);
            consumer.resume(consumer.assignment());
        } catch (KafkaException failed) {
            throw failed(failed);
        }
    }

    /** Where a lane was left a moment ago is known; of others Kafka is asked. */
    private void goTo(Map<Integer, Long> positions) {
        Set<TopicPartition> unknown =
                consumer.assignment().stream()
                        .filter(partition -> !isKnown(slot(partition), positions))
                        .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed =
                unknown.isEmpty() ? Map.of() : consumer.committed(unknown, ANSWER_MAX);
        List<TopicPartition> fromTheBeginning = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            int slot = slot(partition);
            Mark mark =
                    unknown.contains(partition)
                            ? mark(committed.get(partition))
                            : applied.get(slot);
            if (mark != null && mark.position <= positions.getOrDefault(slot, 0L)) {
                applied.put(slot, mark);
                consumer.seek(partition, mark.offset);
            } else {
                applied.remove(slot);
                fromTheBeginning.add(partition);
            }
        }
        if (!fromTheBeginning.isEmpty()) {
            consumer.seekToBeginning(fromTheBeginning);
        }
    }

    private boolean isKnown(int slot, Map<Integer, Long> positions) {
        Mark mark = applied.get(slot);
        return mark != null && mark.position == positions.getOrDefault(slot, 0L);
    }

    private static @Nullable Mark mark(@Nullable OffsetAndMetadata committed) {
        try {
            return committed == null
                    ? null
                    : new Mark(Long.parseLong(committed.metadata()), committed.offset());
        } catch (NumberFormatException notOurs) {
            return null; // somebody has moved the group by hand
        }
    }

    @Override
    public Batch next(int limit, Duration wait) throws InterruptedException {
        applied.putAll(given);
        given.clear();
        try {
            commitIfDue();
            reassigned = false;
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
            if (reassigned) {
                reassign();
                return Batch.NONE;
            }
            return batch(polled);
        } catch (InterruptException interrupted) {
            Thread.interrupted(); // Kafka has set it, and the exception says as much
            throw new InterruptedException();
        } catch (KafkaException failed) {
            throw failed(failed);
        }
    }

    /** What was polled is let go: it comes again when the lanes have been opened and sought. */
    private void reassign() {
        Set<Integer> now =
                consumer.assignment().stream()
                        .map(this::slot)
                        .collect(Collectors.toUnmodifiableSet());
        if (now.equals(lanes)) {
            seek(Progress.of(at));
        } else {
            log.info("{}: {} of {} lanes are followed here now.", group, now.size(), lanesMax);
            lanes = now;
        }
    }

    private Batch batch(ConsumerRecords<byte[], byte[]> polled) {
        List<RecordedEvent> events = new ArrayList<>(polled.count());
        Map<Integer, Long> moved = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            int slot = slot(partition);
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (!take(record, slot, events)) {
                    consumer.pause(List.of(partition));
                    break;
                }
                long position = at.getOrDefault(slot, 0L);
                given.put(slot, new Mark(position, record.offset() + 1));
                moved.put(slot, position);
            }
        }
        // Lane by lane they are in order already; so are what several lanes say of one command.
        events.sort(Comparator.comparingLong(RecordedEvent::position));
        return new Batch(events, Progress.of(moved));
    }

    /** Whether the lane goes on. */
    private boolean take(
            ConsumerRecord<byte[], byte[]> record, int slot, List<RecordedEvent> events) {
        LaneRecord read;
        try {
            read = records.read(record);
        } catch (MalformedEventException notOurs) {
            // If it was an event once, the next one tells that it is missing.
            malformed.increment();
            log.warn(
                    "The record at {}-{}, offset {}, is passed over: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    notOurs.getMessage());
            return true;
        }
        long before = at.getOrDefault(slot, 0L);
        switch (LaneStep.of(before, read)) {
            case REPEAT -> {
                if (!(read instanceof LaneRecord.Watermark)) {
                    repeated.increment();
                }
            }
            case GAP -> {
                stop(record, slot, before, read);
                return false;
            }
            case NEXT -> {
                at.put(slot, read.position());
                switch (read) {
                    case LaneRecord.Recorded(RecordedEvent event) -> events.add(event);
                    case LaneRecord.Withheld withheld -> events.add(unreadable(record, withheld));
                    case LaneRecord.Watermark _ -> {} // it has moved the lane
                }
            }
        }
        return true;
    }

    private void stop(
            ConsumerRecord<byte[], byte[]> record, int slot, long before, LaneRecord read) {
        String what =
                "The lane %s-%d stands still at position %d: an event at position %d is missing before offset %d."
                        .formatted(
                                record.topic(),
                                record.partition(),
                                before,
                                read.previous(),
                                record.offset());
        log.error(what);
        stopped.put(slot, what);
        trouble = String.join(" ", stopped.values());
    }

    /** Nothing can be read from it, so that the view parks it; the journal has what it says. */
    private RecordedEvent unreadable(
            ConsumerRecord<byte[], byte[]> record, LaneRecord.Withheld withheld) {
        Topic topic = names.topic(record.topic());
        if (topic == null) {
            throw new IllegalStateException(record.topic() + " is none of this book's topics.");
        }
        return new RecordedEvent(
                withheld.position(),
                withheld.entity(),
                withheld.version(),
                topic,
                record.partition(),
                withheld.previous(),
                withheld.type(),
                withheld.schema(),
                new byte[0],
                Instant.EPOCH,
                null,
                new UUID(0, 0),
                UNKNOWN,
                new byte[0]);
    }

    private void commitIfDue() {
        if (System.nanoTime() - committedAtNanos >= COMMIT_NANOS && !applied.isEmpty()) {
            committedAtNanos = System.nanoTime();
            consumer.commitAsync(
                    offsets(consumer.assignment()),
                    (_, failed) -> {
                        if (failed != null) {
                            log.debug(
                                    "Offsets were not committed, and will be: {}",
                                    failed.toString());
                        }
                    });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Mark mark = applied.get(slot(partition));
            if (mark != null) {
                offsets.put(
                        partition,
                        new OffsetAndMetadata(mark.offset, Long.toString(mark.position)));
            }
        }
        return offsets;
    }

    /** So that whoever gets the lanes next need not read much again. */
    private void leave(Collection<TopicPartition> partitions) {
        try {
            consumer.commitSync(offsets(partitions), COMMIT_MAX);
        } catch (KafkaException failed) {
            log.debug("Offsets were not committed: {}", failed.toString());
        }
    }

    /** Hears of lanes that come and go; within a poll, when all that was given is applied. */
    private final class Sharing implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            reassigned = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            reassigned = true;
            leave(partitions);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            reassigned = true;
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                applied.remove(slot(partition));
                at.remove(slot(partition));
            }
        }
    }

    private int slot(TopicPartition partition) {
        Topic topic = names.topic(partition.topic());
        if (topic == null) {
            throw new IllegalStateException(partition + " is none of this book's lanes.");
        }
        return Lanes.slot(topic, partition.partition());
    }

    @Override
    public long head() {
        return head.getAsLong();
    }

    /** Lanes that stand still, in words; null when none does. */
    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    /** Events that came again and were dropped. */
    public long repeated() {
        return repeated.sum();
    }

    /** Records that were no events of this book. */
    public long malformed() {
        return malformed.sum();
    }

    @Override
    public void close() {
        leave(consumer.assignment());
        consumer.close(CloseOptions.timeout(COMMIT_MAX));
    }

    private static StorageException failed(KafkaException failure) {
        return new StorageException("Kafka failed: " + failure.getMessage(), failure);
    }
}
