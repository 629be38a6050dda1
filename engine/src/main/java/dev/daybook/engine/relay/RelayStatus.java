package dev.daybook.engine.relay;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * How the relay of one node is.
 *
 * @param position this node knows everything up to here to be published; -1 when it has not relayed
 *     yet. On a node that stands by it is where that node left off
 * @param lagEvents recorded events that are not published yet; 0 on a node that does not relay
 * @param lagMillis for how long the oldest of these has been recorded, in milliseconds, {@link
 *     #UNKNOWN} while the journal cannot be read
 * @param error what keeps it from going on, if anything
 * @param violations what could not be published as it is, as far as this node has met it
 */
public record RelayStatus(
        long position,
        long lagEvents,
        long lagMillis,
        State state,
        @Nullable String error,
        List<Violation> violations,
        Instant at) {

    /** For how long cannot be told. */
    public static final long UNKNOWN = -1;

    /** What a relay is doing. */
    public enum State {
        /** It has published everything, or is about to. */
        LIVE,
        /** It is publishing what the broker does not have yet. */
        CATCHING_UP,
        /** Another node relays. */
        STANDBY,
        /** Broker, registry or database fail; it tries again. */
        RETRYING,
        /** It does not run. */
        STOPPED
    }
}
