package dev.daybook.engine.journal;

import java.time.Instant;
import java.util.Arrays;

/**
 * The end of the journal: the one thing that orders everything.
 *
 * @param book the name of the book
 * @param position the last position; 0 for an empty journal
 * @param recordedAt the recorded time of the last event
 * @param lanes the last position in each lane of each topic, by {@link
 *     dev.daybook.engine.event.Lanes#slot}; not to be modified
 * @param frontier the Merkle tree over all events' hashes; not to be modified
 */
public record Head(
        String book, long position, Instant recordedAt, long[] lanes, MerkleFrontier frontier) {

    public Head {
        if (frontier.size() != position) {
            throw new IllegalArgumentException(
                    "The Merkle tree has "
                            + frontier.size()
                            + " leaves, and the journal "
                            + position
                            + " events.");
        }
    }

    /**
     * Whether both are the end of the same journal: the Merkle root covers every hash, and so
     * everything that is in the events.
     */
    public boolean isSameAs(Head other) {
        return position == other.position
                && book.equals(other.book)
                && Arrays.equals(frontier.root(), other.frontier.root());
    }

    /** The last position in a lane, 0 when it is still empty. */
    public long lane(int slot) {
        return slot < lanes.length ? lanes[slot] : 0;
    }

    /** A copy of the lanes with room for at least this many. */
    public long[] lanesFor(int slots) {
        return Arrays.copyOf(lanes, Math.max(lanes.length, slots));
    }
}
