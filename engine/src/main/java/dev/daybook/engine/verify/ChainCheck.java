package dev.daybook.engine.verify;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Holds the journal against itself and its head, event by event. Needs no memory beyond one number
 * a lane.
 */
final class ChainCheck {

    /** Told of what is wrong, and at which position. */
    interface Report {
        void found(long position, String problem);
    }

    private final Head head;
    private final Report report;
    private final EventHash hash;
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final long[] lanes;
    private long position;
    private Instant recordedAt = Instant.MIN;

    ChainCheck(Head head, Report report) {
        this.head = head;
        this.report = report;
        this.hash = new EventHash(head.book());
        this.lanes = new long[head.lanes().length];
    }

    void add(RecordedEvent event) {
        if (event.position() != position + 1) {
            report.found(
                    event.position(),
                    "Position "
                            + (position + 1)
                            + " is missing; the next is "
                            + event.position()
                            + ".");
        }
        position = event.position();
        if (event.recordedAt().isBefore(recordedAt)) {
            report.found(position, "It was recorded before its predecessor.");
        }
        recordedAt = event.recordedAt();
        if (event.lane() != Lanes.of(event.entity())) {
            report.found(position, "Lane " + event.lane() + " is not the lane of its entity.");
        }
        int slot = Lanes.slot(event.topic(), event.lane());
        if (slot < 0 || slot >= lanes.length) {
            report.found(
                    position,
                    "The head knows nothing of lane "
                            + event.lane()
                            + " of "
                            + event.topic()
                            + ".");
        } else {
            if (event.previous() != lanes[slot]) {
                report.found(
                        position,
                        "It names "
                                + event.previous()
                                + " as its predecessor in lane "
                                + event.lane()
                                + " of "
                                + event.topic()
                                + ", which is "
                                + lanes[slot]
                                + ".");
            }
            lanes[slot] = position;
        }
        if (!hash.matches(event)) {
            report.found(
                    position,
                    "Its hash is not that of what it says: it was changed after it was recorded.");
        }
        frontier.append(event.hash());
    }

    void end() {
        if (position != head.position()) {
            report.found(
                    position,
                    "The journal ends at "
                            + position
                            + ", and its head says "
                            + head.position()
                            + ".");
        }
        if (!Arrays.equals(lanes, head.lanes())) {
            report.found(position, "The last positions of the lanes are not those of the head.");
        }
        if (!Objects.deepEquals(frontier.root(), head.frontier().root())) {
            report.found(position, "The Merkle root over all events is not that of the head.");
        }
    }

    long events() {
        return frontier.size();
    }

    byte[] root() {
        return frontier.root();
    }
}
