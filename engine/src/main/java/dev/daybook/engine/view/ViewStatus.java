package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a view is.
 *
 * @param position applied up to here
 * @param lagEvents recorded events it has not applied yet
 * @param lagMillis for how long the oldest of these has been recorded, in milliseconds; 0 when it
 *     is up to date, {@link #UNKNOWN} while the journal cannot be read
 * @param parkedEntities entities that are parked
 * @param error what keeps it from going on, if anything
 */
public record ViewStatus(
        String name,
        int version,
        long position,
        long lagEvents,
        long lagMillis,
        State state,
        int parkedEntities,
        @Nullable String error,
        Instant at) {

    /** For how long cannot be told. */
    public static final long UNKNOWN = -1;

    /** What a view is doing. */
    public enum State {
        /** It has applied everything, or is about to. */
        LIVE,
        /** It is reading what it missed. */
        CATCHING_UP,
        /** Its store fails; it tries again. */
        RETRYING,
        /** It was told to wait. */
        PAUSED,
        /** It does not run. */
        STOPPED
    }
}
