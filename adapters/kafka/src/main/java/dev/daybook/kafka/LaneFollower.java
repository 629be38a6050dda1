package dev.daybook.kafka;

import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes events of records, lane by lane, and holds each record against the position that its lane
 * has reached. The counts may be asked by any thread.
 */
final class LaneFollower {

    private static final Logger log = LoggerFactory.getLogger(LaneFollower.class);

    private final KafkaRecords records;
    private final Map<Integer, Long> at = new HashMap<>();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    LaneFollower(KafkaRecords records) {
        this.records = records;
    }

    /** Lanes are here now, whoever has brought them there. */
    void moveTo(Progress progress) {
        at.putAll(progress.positions());
    }

    void forget(int slot) {
        at.remove(slot);
    }

    long position(int slot) {
        return at.getOrDefault(slot, 0L);
    }

    Progress progress() {
        return Progress.of(at);
    }

    /** What became of a record. */
    sealed interface Outcome {

        /** It is a record of the lane, which is at this position with it. */
        record Taken(long position) implements Outcome {}

        /** It is none of this book, and proves nothing. */
        record Foreign() implements Outcome {}

        /** An event is missing before it, and the lane has not moved. */
        record Early(LaneRecord record) implements Outcome {}
    }

    /**
     * Takes the next record of a lane.
     *
     * @param events takes the event, if it is one that is new
     */
    Outcome take(
            ConsumerRecord<byte[], byte[]> record,
            Topic topic,
            int slot,
            List<RecordedEvent> events) {
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
            return new Outcome.Foreign();
        }
        switch (LaneStep.of(position(slot), read)) {
            case REPEAT -> {
                if (!(read instanceof LaneRecord.Watermark)) {
                    repeated.increment();
                }
            }
            case GAP -> {
                return new Outcome.Early(read);
            }
            case NEXT -> {
                boolean isNew = read.lastEvent() > position(slot);
                at.put(slot, read.position());
                switch (read) {
                    case LaneRecord.Watermark _ -> {} // it has moved the lane
                    case LaneRecord _ when !isNew -> repeated.increment();
                    case LaneRecord.Recorded recorded -> events.add(recorded.event());
                    case LaneRecord.Withheld withheld ->
                            events.add(withheld.unreadable(topic, record.partition()));
                }
            }
        }
        return new Outcome.Taken(position(slot));
    }

    long repeated() {
        return repeated.sum();
    }

    long malformed() {
        return malformed.sum();
    }
}
