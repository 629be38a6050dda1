package dev.daybook.engine.feed;

import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;

/** Delivers the events of a book in the order of their positions. Safe for use by many threads. */
public interface Feed {

    /**
     * The next events after a position, waiting for the first of them if there is none yet.
     *
     * @param after the last position the caller has seen
     * @param limit the most events to return
     * @param wait how long to wait at most
     * @return events in order, without a gap after {@code after}; empty when none came in time
     */
    List<RecordedEvent> next(long after, int limit, Duration wait) throws InterruptedException;

    /** The last position known to be recorded. */
    long head();
}
