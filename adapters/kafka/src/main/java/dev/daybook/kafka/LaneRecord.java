package dev.daybook.kafka;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.UUID;

/** What a record in a lane of a topic says. Each names the event before it in the lane. */
public sealed interface LaneRecord {

    /** Up to this position the lane is complete with this record. */
    long position();

    /** The position of the event before it in the lane; 0 when there is none. */
    long previous();

    /** The position of the last event in the lane that is known with this record. */
    long lastEvent();

    /**
     * An event, and its hash is that of what it says.
     *
     * @param position its own, or a later one when it is the last in its lane of those that were
     *     published together
     */
    record Recorded(RecordedEvent event, long position) implements LaneRecord {

        @Override
        public long lastEvent() {
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
     * @param lastEvent its position
     * @param position as of one that was published
     * @param reason why, in a word: {@code schema-…} with the code that the registry gave, or
     *     {@code too-large}
     */
    record Withheld(
            long lastEvent,
            long position,
            long previous,
            EntityId entity,
            long version,
            String type,
            int schema,
            String reason)
            implements LaneRecord {

        private static final Provenance UNKNOWN =
                new Provenance("", null, "kafka", "", "", null, null);

        /** The event with nothing that could be read, so that a view parks it. */
        RecordedEvent unreadable(Topic topic, int lane) {
            return new RecordedEvent(
                    lastEvent,
                    entity,
                    version,
                    topic,
                    lane,
                    previous,
                    type,
                    schema,
                    new byte[0],
                    Instant.EPOCH,
                    null,
                    new UUID(0, 0),
                    UNKNOWN,
                    new byte[0]);
        }
    }

    /** No event after {@code previous} and up to {@code position} is in this lane. */
    record Watermark(long position, long previous) implements LaneRecord {

        @Override
        public long lastEvent() {
            return previous;
        }
    }
}
