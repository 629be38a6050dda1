package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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

    /** Remembers when a view reached positions, in order. Old entries may be forgotten. */
    void reached(String view, Collection<Reached> entries);

    /**
     * The first remembered moment at which a view had applied a position of a lane, or null when
     * none is remembered.
     *
     * @param lane one of those that entries name
     */
    @Nullable Reached firstReached(String view, int lane, long position);

    /**
     * A view had applied everything of some lanes up to a position at that time.
     *
     * @param lanes their slots, or {@link dev.daybook.engine.event.Lanes#ALL} alone
     */
    record Reached(long position, Instant at, Set<Integer> lanes) {

        public Reached {
            lanes = Set.copyOf(lanes);
        }
    }
}
