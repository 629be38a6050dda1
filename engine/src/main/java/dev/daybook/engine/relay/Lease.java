package dev.daybook.engine.relay;

import java.time.Duration;

/**
 * Which node may relay: at most one at a time has it, but for a node that has stood still and does
 * not know yet that it lost it. Safe for use by many threads.
 */
public interface Lease extends AutoCloseable {

    /**
     * Whether this node has the lease, waiting for it if it has not.
     *
     * @param atMost how long to wait at most
     */
    boolean await(Duration atMost) throws InterruptedException;

    /**
     * Lets another node have it, if one waits for it. This node asks for it again by {@link
     * #await}.
     */
    void release();

    /** Gives it up for good. */
    @Override
    void close();
}
