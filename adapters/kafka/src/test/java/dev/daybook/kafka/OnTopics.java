package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What readers of committed records find in the lanes of a book. */
record OnTopics(Map<TopicPartition, List<LaneRecord>> lanes) {

    private static final Duration READ_MAX = Duration.ofSeconds(20);

    /** Reads what is committed, once every lane is told of this position. */
    static OnTopics of(String bootstrap, String book, long position) {
        long deadline = System.nanoTime() + READ_MAX.toNanos();
        OnTopics found = read(bootstrap, book);
        while (found.completeUpTo() < position) { // marks are set after the commit is answered
            assertThat(System.nanoTime()).as("up to " + found.completeUpTo()).isLessThan(deadline);
            found = read(bootstrap, book);
        }
        return found;
    }

    private static OnTopics read(String bootstrap, String book) {
        TopicNames names = new TopicNames("", book, Things.CATALOG);
        KafkaRecords records = new KafkaRecords(names, Things.CATALOG);
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : names.topics()) {
            for (int lane = 0; lane < Lanes.PER_TOPIC; lane++) {
                partitions.add(new TopicPartition(names.of(topic), lane));
            }
        }
        Map<TopicPartition, List<LaneRecord>> lanes = new HashMap<>();
        partitions.forEach(each -> lanes.put(each, new ArrayList<>()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + READ_MAX.toNanos();
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
                assertThat(System.nanoTime()).as("reading ends").isLessThan(deadline);
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    lanes.get(new TopicPartition(record.topic(), record.partition()))
                            .add(records.read(record));
                }
            }
        }
        return new OnTopics(lanes);
    }

    /** All events, in the order of their positions. */
    List<RecordedEvent> events() {
        return lanes.values().stream()
                .flatMap(List::stream)
                .filter(LaneRecord.Recorded.class::isInstance)
                .map(each -> ((LaneRecord.Recorded) each).event())
                .sorted(Comparator.comparingLong(RecordedEvent::position))
                .toList();
    }

    List<LaneRecord.Withheld> withheld() {
        return lanes.values().stream()
                .flatMap(List::stream)
                .filter(LaneRecord.Withheld.class::isInstance)
                .map(LaneRecord.Withheld.class::cast)
                .sorted(Comparator.comparingLong(LaneRecord.Withheld::lastEvent))
                .toList();
    }

    /** Every lane proves by itself that nothing is missing, repeated or out of order. */
    void assertComplete() {
        lanes.forEach((lane, records) -> {
            long last = 0;
            long complete = 0;
            for (LaneRecord record : records) {
                assertThat(record.previous()).as("what came before in " + lane).isEqualTo(last);
                switch (record) {
                    case LaneRecord.Watermark(long position, long _) ->
                            assertThat(position)
                                    .as("a watermark in " + lane)
                                    .isGreaterThanOrEqualTo(complete);
                    case LaneRecord.Recorded _, LaneRecord.Withheld _ -> {
                        assertThat(record.lastEvent()).isGreaterThan(complete);
                        assertThat(record.position()).isGreaterThanOrEqualTo(record.lastEvent());
                        last = record.lastEvent();
                    }
                }
                complete = record.position();
            }
        });
    }

    /** How far the lanes are complete that have an event. */
    List<Long> completeWithEvents() {
        return lanes.values().stream()
                .filter(records -> records.stream().anyMatch(LaneRecord.Recorded.class::isInstance))
                .map(records -> records.getLast().position())
                .toList();
    }

    private long completeUpTo() {
        return lanes.values().stream()
                .mapToLong(records -> records.isEmpty() ? 0 : records.getLast().position())
                .min()
                .orElse(0);
    }
}
