package dev.daybook.kafka;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;

/** What a record in a lane of a topic says. Each names the event before it in the lane. */
public sealed interface LaneRecord {

    /** Up to this position the lane is complete with this record. */
    long position();

    /** The position of the event before it in the lane; 0 when there is none. */
    long previous();

    /** An event, and its hash is that of what it says. */
    record Recorded(RecordedEvent event) implements LaneRecord {

        @Override
        public long position() {
            return event.position();
        }

        @Override
        public long previous() {
            return event.previous();
        }
    }

    /**
     * The place of an event that could not be published; what it says is in the journal, at its
     * position.
     *
     * @param reason why, in a word: {@code schema-…} with the code that the registry gave, or
     *     {@code too-large}
     */
    record Withheld(
            long position,
            long previous,
            EntityId entity,
            long version,
            String type,
            int schema,
            String reason)
            implements LaneRecord {}

    /** No event after {@code previous} and up to {@code position} is in this lane. */
    record Watermark(long position, long previous) implements LaneRecord {}
}
