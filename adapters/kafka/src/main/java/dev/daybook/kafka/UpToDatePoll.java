package dev.daybook.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Polls a consumer for what there is now. A consumer asks ahead: polled again after a while, it
 * gives what came soon after it was polled last, and only then asks for what has come since. So it
 * is polled once more; a view that rests between two saves would else be one rest late, always. Of
 * one thread.
 */
final class UpToDatePoll {

    /** A broker that is near answers within this, and waiting longer would itself be late. */
    private static final Duration ANSWER = Duration.ofMillis(5);

    private static final long AHEAD_NANOS = Duration.ofMillis(10).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final BooleanSupplier goesOn;
    private long polledAtNanos = System.nanoTime();

    /**
     * @param goesOn whether what was polled is of use; asked after a poll
     */
    UpToDatePoll(Consumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
        this.consumer = consumer;
        this.goesOn = goesOn;
    }

    /**
     * Each partition's records, in order.
     *
     * @param limit as many as one poll gives at most; when it does, there is no other
     * @param wait for the first of them
     */
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(int limit, Duration wait) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        long begunNanos = System.nanoTime();
        boolean isLate = begunNanos - polledAtNanos >= AHEAD_NANOS;
        ConsumerRecords<byte[], byte[]> first = consumer.poll(wait);
        add(first, polled);
        boolean wasAhead = !first.isEmpty() && System.nanoTime() - begunNanos < AHEAD_NANOS;
        if (isLate && wasAhead && first.count() < limit && goesOn.getAsBoolean()) {
            add(consumer.poll(ANSWER), polled);
        }
        polledAtNanos = System.nanoTime();
        return polled;
    }

    private static void add(
            ConsumerRecords<byte[], byte[]> records,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled) {
        records.partitions()
                .forEach(partition ->
                        polled.computeIfAbsent(partition, _ -> new ArrayList<>())
                                .addAll(records.records(partition)));
    }
}
