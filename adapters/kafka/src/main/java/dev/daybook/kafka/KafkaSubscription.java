package dev.daybook.kafka;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.Subscription;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.kafka.LaneFollower.Outcome;
import dev.daybook.kafka.LaneMarks.Mark;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Follows a view's topics as one of a consumer group: Kafka shares the lanes out among the nodes,
 * and each record proves by the predecessor it names that nothing is missing before it. A repeat is
 * dropped and counted. What Kafka no longer keeps, since its retention is over, is read from the
 * journal. Any other gap stops its lane, says so, and no other lane; it stays so until the view is
 * opened again.
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

    private final TopicNames names;
    private final LaneFollower follower;
    private final Feed journal;
    private final String group;
    private final int lanesMax;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final UpToDatePoll poll;
    private final LaneMarks marks = new LaneMarks();
    private final LaneGaps gaps;
    private final SortedMap<Integer, String> stopped = new TreeMap<>();
    private final Set<Integer> readAgain = new HashSet<>();
    private Set<Integer> lanes = Set.of();
    private boolean reassigned;
    private boolean lost;
    private boolean gapsAreNext;
    private long committedAtNanos = System.nanoTime();
    private volatile @Nullable String trouble;

    /**
     * @param view names the consumer group, together with the book
     * @param limit the most events that are ever asked for at once
     * @param journal has what Kafka no longer keeps, and tells the last position that is recorded
     */
    public KafkaSubscription(
            KafkaSettings settings,
            String book,
            String view,
            EventCatalog<?> catalog,
            Set<Topic> topics,
            int limit,
            Feed journal) {
        this.names = new TopicNames(settings.prefix(), book, catalog);
        this.follower = new LaneFollower(new KafkaRecords(names, catalog));
        this.journal = journal;
        this.gaps = new LaneGaps(journal);
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
        this.poll = new UpToDatePoll(consumer, () -> !reassigned);
        consumer.subscribe(topics.stream().map(names::of).toList(), new Sharing());
    }

    @Override
    public Set<Integer> lanes() {
        return lanes;
    }

    @Override
    public void seek(Progress progress) {
        try {
            marks.takeBack();
            gaps.clear();
            stopped.clear();
            readAgain.clear();
            trouble = null;
            Map<Integer, Long> positions = new HashMap<>();
            lanes.forEach(slot -> positions.put(slot, progress.of(slot)));
            follower.moveTo(Progress.of(positions));
            seekLanes();
            consumer.resume(consumer.assignment());
        } catch (KafkaException failed) {
            throw failed(failed);
        }
    }

    /** Where a lane was left a moment ago is known; of others Kafka is asked. */
    private void seekLanes() {
        Set<TopicPartition> unknown =
                consumer.assignment().stream()
                        .filter(partition ->
                                !marks.isAt(slot(partition), follower.position(slot(partition))))
                        .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed =
                unknown.isEmpty() ? Map.of() : consumer.committed(unknown, ANSWER_MAX);
        List<TopicPartition> fromTheBeginning = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            int slot = slot(partition);
            Mark mark =
                    unknown.contains(partition)
                            ? Mark.of(committed.get(partition))
                            : marks.applied(slot);
            if (mark != null && mark.position() <= follower.position(slot)) {
                marks.readFrom(slot, mark);
                consumer.seek(partition, mark.offset());
            } else {
                marks.readFrom(slot, null);
                fromTheBeginning.add(partition);
            }
        }
        if (!fromTheBeginning.isEmpty()) {
            consumer.seekToBeginning(fromTheBeginning);
        }
    }

    @Override
    public Batch next(int limit, Duration wait) throws InterruptedException {
        marks.apply();
        try {
            if (reassigned) { // and the poll failed behind it
                reassign();
                return Batch.NONE;
            }
            commitIfDue();
            // By turns: Kafka takes whoever does not poll for dead, and other lanes go on.
            gapsAreNext = !gapsAreNext && !gaps.isEmpty();
            if (gapsAreNext) {
                return missing(limit);
            }
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled =
                    poll.records(limit, gaps.isEmpty() ? wait : Duration.ZERO);
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
        reassigned = false;
        Set<Integer> now =
                consumer.assignment().stream()
                        .map(this::slot)
                        .collect(Collectors.toUnmodifiableSet());
        if (now.equals(lanes) && lost) {
            // Another node may have followed them in between: the view has to ask its store again.
            lost = false;
            throw new StorageException("Lanes were lost, and given back.");
        }
        if (now.equals(lanes)) {
            seek(follower.progress());
        } else {
            lost = false;
            log.info("{}: {} of {} lanes are followed here now.", group, now.size(), lanesMax);
            lanes = now;
        }
    }

    private Batch batch(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled) {
        List<RecordedEvent> events = new ArrayList<>();
        Map<Integer, Long> moved = new HashMap<>();
        polled.forEach((partition, records) -> take(partition, records, events, moved));
        // Lane by lane they are in order already; so are what several lanes say of one command.
        events.sort(Comparator.comparingLong(RecordedEvent::position));
        return new Batch(events, Progress.of(moved));
    }

    private void take(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<RecordedEvent> events,
            Map<Integer, Long> moved) {
        Topic topic = topic(partition);
        int slot = slot(partition);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Outcome outcome = follower.take(record, topic, slot, events);
            if (outcome instanceof Outcome.Early(LaneRecord early)) {
                meetGap(partition, record.offset(), early);
                return; // the rest comes again
            }
            if (outcome instanceof Outcome.Taken(long position)) {
                marks.give(slot, new Mark(position, record.offset() + 1));
                moved.put(slot, position);
            }
        }
    }

    /**
     * What Kafka has thrown away is in the journal. When it should have what is missing, the mark
     * may be of records that a broker has lost since, and got again with other offsets: the lane is
     * read once more. What is missing then too, is a fault.
     */
    private void meetGap(TopicPartition partition, long offset, LaneRecord early) {
        int slot = slot(partition);
        long at = follower.position(slot);
        Long begin = consumer.beginningOffsets(List.of(partition), ANSWER_MAX).get(partition);
        if (begin != null && begin > marks.readUpTo(slot)) {
            log.info(
                    "Of the lane {} Kafka keeps nothing after position {} and up to {} any more:"
                            + " it is read from the journal.",
                    partition,
                    at,
                    early.previous());
            consumer.pause(List.of(partition));
            consumer.seek(partition, offset); // it comes again when the lane is there
            gaps.open(slot, at, early.previous());
        } else if (readAgain.add(slot)) {
            log.info("The lane {} is read again from where Kafka begins.", partition);
            marks.readFrom(slot, null);
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.pause(List.of(partition));
            stop(
                    slot,
                    "The lane %s stands still at position %d: an event at position %d is missing before offset %d."
                            .formatted(partition, at, early.previous(), offset));
        }
    }

    private void stop(int slot, String why) {
        log.error(why);
        stopped.put(slot, why);
        trouble = String.join(" ", stopped.values());
    }

    private Batch missing(int limit) throws InterruptedException {
        Batch batch = gaps.next(limit);
        follower.moveTo(batch.progress());
        consumer.resume(
                consumer.paused().stream()
                        .filter(partition -> !gaps.isOpen(slot(partition)))
                        .filter(partition -> !stopped.containsKey(slot(partition)))
                        .toList());
        return batch;
    }

    private void commitIfDue() {
        if (System.nanoTime() - committedAtNanos >= COMMIT_NANOS && !marks.isEmpty()) {
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
            Mark mark = marks.applied(slot(partition));
            if (mark != null) {
                offsets.put(partition, mark.toCommit());
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
                lost = true;
                marks.forget(slot(partition));
                gaps.forget(slot(partition));
                follower.forget(slot(partition));
            }
        }
    }

    private int slot(TopicPartition partition) {
        return Lanes.slot(topic(partition), partition.partition());
    }

    private Topic topic(TopicPartition partition) {
        Topic topic = names.topic(partition.topic());
        if (topic == null) {
            throw new IllegalStateException(partition + " is none of this book's lanes.");
        }
        return topic;
    }

    @Override
    public long head() {
        return journal.head();
    }

    /** Lanes that stand still, in words; null when none does. */
    @Override
    public @Nullable String trouble() {
        return trouble;
    }

    /** Events that came again and were dropped. */
    public long repeated() {
        return follower.repeated();
    }

    /** Records that were no events of this book. */
    public long malformed() {
        return follower.malformed();
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
