package dev.daybook.engine.relay;

import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;

/**
 * Where a relay takes the events of a book from. The broker alone says where to go on, so that a
 * source has nothing to remember that could be wrong: it is told again and again, by {@link #next},
 * up to where everything is published for good.
 *
 * <p>Each method may throw, as when the database cannot be reached; the relay then ends this, and
 * begins anew by and by. For use by one thread.
 */
public interface Source {

    /**
     * This node relays from now on, and no other.
     *
     * @param position up to here everything is published already
     * @throws BookBehindBrokerException when the journal does not reach so far, as far as this node
     *     knows yet
     */
    default void begin(long position) throws InterruptedException {}

    /**
     * The next events after a position, waiting for the first of them if there is none yet.
     *
     * @param after up to here everything is published, and need not be kept for this relay
     * @param limit the most events to return
     * @param wait how long to wait at most
     * @return events in order, without a gap after {@code after}; empty when none came in time
     */
    List<RecordedEvent> next(long after, int limit, Duration wait) throws InterruptedException;

    /** This node does not relay any more, until the next {@link #begin}. Never throws. */
    default void end() {}
}
