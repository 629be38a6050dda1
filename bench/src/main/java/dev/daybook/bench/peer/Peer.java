package dev.daybook.bench.peer;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.measure.Timing;

/** Someone else who moves money between the same accounts on the same server. */
public interface Peer {

    /** A word of {@code a-z0-9-}. */
    String name();

    /** Whether there is such a run; a peer that has no hot account is measured spread. */
    boolean runs(Pattern pattern);

    /**
     * Starts from nothing, warms up, measures, checks what it wrote where there is something to
     * check, and clears away.
     *
     * @throws IllegalStateException when its books were not right afterwards
     */
    Score measure(Server server, Pattern pattern, int accounts, Timing timing)
            throws InterruptedException;
}
