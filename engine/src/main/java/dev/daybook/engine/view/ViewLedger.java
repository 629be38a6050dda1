package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What is to be remembered about views besides their values: parked events, and when each position
 * was reached. Safe for use by many threads.
 */
public interface ViewLedger {

    /** Remembers parked events; one that is remembered already is not changed. */
    void park(Collection<ParkedEvent> events);

    /** The parked events of a view, by position. */
    List<ParkedEvent> parked(String view);

    /** Forgets parked events that were applied or skipped after all. */
    void release(String view, Collection<Long> positions);

    /** Remembers when a view reached positions. Old entries may be thinned out. */
    void reached(String view, Collection<Reached> entries);

    /**
     * The first remembered moment at which a view had applied a position, or null when none is
     * remembered.
     */
    @Nullable Reached firstReached(String view, long position);

    /** A view had applied everything up to a position at that time. */
    record Reached(long position, Instant at) {}
}
