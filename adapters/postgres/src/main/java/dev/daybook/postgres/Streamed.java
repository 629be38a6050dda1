package dev.daybook.postgres;

import dev.daybook.engine.journal.RecordedEvent;

import java.util.List;

/** What a transaction that came by the stream means for the journal. */
sealed interface Streamed {

    /** Where its commit ends in the log: it may be confirmed once all up to here is published. */
    long endLsn();

    /** What it takes of memory, about. */
    int bytes();

    /**
     * It recorded events.
     *
     * @param first the position of the first of them
     * @param last the position of the last
     * @param events all of them; none when the stream alone does not say all about each, and the
     *     journal has to be asked
     */
    record Recorded(long first, long last, List<RecordedEvent> events, long endLsn, int bytes)
            implements Streamed {

        public Recorded {
            events = List.copyOf(events);
        }
    }

    /**
     * It recorded none, and says so: everything up to a position was recorded before it.
     *
     * @param position 0 when it says nothing
     */
    record Mark(long position, long endLsn, int bytes) implements Streamed {}
}
