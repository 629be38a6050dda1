package dev.daybook.kafka;

import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.relay.PublishingException;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads from Kafka how far a book is published: the last committed record of each lane.
 *
 * <p>The last offsets of a partition are mostly not records but the marks of transactions, and may
 * be records of a transaction that was given up. So a little is read from the end of each; from
 * those in which no record was found, sixteen times as much, and so on back to their beginning.
 */
final class LaneTails {

    private static final Logger log = LoggerFactory.getLogger(LaneTails.class);

    private static final long WINDOW_FIRST = 16;
    private static final long WINDOW_TIMES = 16;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Without a step forward for so long, the broker is not well. */
    private static final Duration STILL_MAX = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final TopicNames names;
    private final KafkaRecords records;

    LaneTails(KafkaSettings settings, TopicNames names, KafkaRecords records) {
        this.settings = settings;
        this.names = names;
        this.records = records;
    }

    /**
     * @throws PublishingException when the broker stops answering in the middle of it
     */
    PublishedLanes read() {
        PublishedLanes lanes = new PublishedLanes(names.topics());
        Map<String, Object> config = settings.client();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_MAX.toMillis());
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, lanes);
        }
        return lanes;
    }

    private void read(Consumer<byte[], byte[]> consumer, PublishedLanes lanes) {
        List<TopicPartition> partitions = names.partitions();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ANSWER_MAX);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_MAX);
        Set<TopicPartition> open = new HashSet<>(partitions);
        open.removeIf(each -> at(begins, each) >= at(ends, each));
        for (long window = WINDOW_FIRST; !open.isEmpty(); window *= WINDOW_TIMES) {
            consumer.assign(open);
            for (TopicPartition each : open) {
                consumer.seek(each, Math.max(at(begins, each), at(ends, each) - window));
            }
            Set<TopicPartition> found = readToTheEnd(consumer, new HashSet<>(open), ends, lanes);
            long read = window;
            open.removeIf(
                    each -> found.contains(each) || at(ends, each) - read <= at(begins, each));
        }
    }

    private Set<TopicPartition> readToTheEnd(
            Consumer<byte[], byte[]> consumer,
            Set<TopicPartition> unfinished,
            Map<TopicPartition, Long> ends,
            PublishedLanes lanes) {
        Set<TopicPartition> found = new HashSet<>();
        long movedNanos = System.nanoTime();
        while (true) {
            if (unfinished.removeIf(each -> consumer.position(each) >= at(ends, each))) {
                movedNanos = System.nanoTime();
            }
            if (unfinished.isEmpty()) {
                return found;
            }
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                if (take(record, lanes)) {
                    found.add(new TopicPartition(record.topic(), record.partition()));
                }
            }
            if (any) {
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > STILL_MAX.toNanos()) {
                throw new PublishingException(
                        "Kafka does not give the last records of " + unfinished, null);
            }
        }
    }

    /** Whether it says how far the lane is. What others may have put there says nothing. */
    private boolean take(ConsumerRecord<byte[], byte[]> record, PublishedLanes lanes) {
        try {
            LaneRecord read = records.read(record);
            Topic topic = Objects.requireNonNull(names.topic(record.topic()));
            lanes.reached(topic, record.partition(), read.position(), read.lastEvent());
            return true;
        } catch (MalformedEventException malformed) {
            log.warn(
                    "The record at {}-{}, offset {}, is not Daybook's: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    malformed.getMessage());
            return false;
        }
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
