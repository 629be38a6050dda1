package dev.daybook.kafka;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * How far each lane has been read in Kafka: what was given to the view, and what the view has
 * applied of it. Only the latter is told to Kafka. By the slots of lanes.
 */
final class LaneMarks {

    private final Map<Integer, Mark> given = new HashMap<>();
    private final Map<Integer, Mark> applied = new HashMap<>();

    /**
     * A place in a lane.
     *
     * @param offset of the record after it in Kafka
     */
    record Mark(long position, long offset) {

        /** What Kafka was told, or null when it was told nothing that this can read. */
        static @Nullable Mark of(@Nullable OffsetAndMetadata committed) {
            try {
                return committed == null
                        ? null
                        : new Mark(Long.parseLong(committed.metadata()), committed.offset());
            } catch (NumberFormatException notOurs) {
                return null; // somebody has moved the group by hand
            }
        }

        OffsetAndMetadata toCommit() {
            return new OffsetAndMetadata(offset, Long.toString(position));
        }
    }

    void give(int slot, Mark mark) {
        given.put(slot, mark);
    }

    /** All that was given is applied. */
    void apply() {
        applied.putAll(given);
        given.clear();
    }

    /** What was given and not applied comes again. */
    void takeBack() {
        given.clear();
    }

    /** A lane is read from here on; from the beginning of what Kafka has of it when it is null. */
    void readFrom(int slot, @Nullable Mark from) {
        given.remove(slot);
        if (from == null) {
            applied.remove(slot);
        } else {
            applied.put(slot, from);
        }
    }

    void forget(int slot) {
        readFrom(slot, null);
    }

    @Nullable Mark applied(int slot) {
        return applied.get(slot);
    }

    boolean isAt(int slot, long position) {
        Mark mark = applied.get(slot);
        return mark != null && mark.position == position;
    }

    /** The offset up to which a lane has been read; 0 when nothing has. */
    long readUpTo(int slot) {
        Mark mark = given.getOrDefault(slot, applied.get(slot));
        return mark == null ? 0 : mark.offset;
    }

    boolean isEmpty() {
        return applied.isEmpty();
    }
}
