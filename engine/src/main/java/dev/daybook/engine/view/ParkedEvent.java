package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;

import java.time.Instant;

/**
 * An event that a view could not apply, or that waits behind one that it could not.
 *
 * @param view name and version of the view
 * @param error why; for an event that only waits, that it does
 * @param parkedAt when it was parked
 */
public record ParkedEvent(
        String view, EntityId entity, long position, String error, Instant parkedAt) {

    /** The longest error text that is kept, in characters. */
    public static final int ERROR_MAX_CHARS = 500;

    public ParkedEvent {
        error = error.length() > ERROR_MAX_CHARS ? error.substring(0, ERROR_MAX_CHARS) : error;
    }
}
