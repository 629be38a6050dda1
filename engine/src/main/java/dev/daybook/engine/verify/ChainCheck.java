package dev.daybook.engine.verify;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Holds events against each other and against heads, one after the other: positions without gaps,
 * time that never runs backwards, lanes that name their predecessors, hashes, and the Merkle root.
 * Needs no memory beyond one number a lane.
 */
public final class ChainCheck {

    private static final int SLOTS_MAX = (Topic.NUMBER_MAX + 1) * Lanes.PER_TOPIC;

    /** Told of what is wrong, and at which position. */
    public interface Report {
        void found(long position, String problem);
    }

    private final String book;
    private final Report report;
    private final EventHash hash;
    private final MerkleFrontier frontier;
    private long[] lanes;
    private long position;
    private Instant recordedAt;

    /** Begins with the first event of a book. */
    public ChainCheck(String book, Report report) {
        this(new Head(book, 0, Instant.MIN, new long[0], new MerkleFrontier()), report);
    }

    /** Begins with the event behind a head. */
    public ChainCheck(Head from, Report report) {
        this.book = from.book();
        this.report = report;
        this.hash = new EventHash(book);
        this.frontier = from.frontier().copy();
        this.lanes = from.lanesFor(0);
        this.position = from.position();
        this.recordedAt = from.recordedAt();
    }

    public void add(RecordedEvent event) {
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
        if (slot < 0 || slot >= SLOTS_MAX) {
            report.found(
                    position, "There is no lane " + event.lane() + " of " + event.topic() + ".");
        } else {
            if (slot >= lanes.length) {
                lanes = Arrays.copyOf(lanes, slot + 1);
            }
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

    /** The end of the journal as it is after the events so far. */
    public Head head() {
        return new Head(book, position, recordedAt, lanes.clone(), frontier.copy());
    }

    /** There are no more events: holds what they came to against the head of their journal. */
    public void end(Head head) {
        if (position != head.position()) {
            report.found(
                    position,
                    "The journal ends at "
                            + position
                            + ", and its head says "
                            + head.position()
                            + ".");
        }
        int slots = Math.max(lanes.length, head.lanes().length);
        if (!Arrays.equals(Arrays.copyOf(lanes, slots), head.lanesFor(slots))) {
            report.found(position, "The last positions of the lanes are not those of the head.");
        }
        if (!Objects.deepEquals(frontier.root(), head.frontier().root())) {
            report.found(position, "The Merkle root over all events is not that of the head.");
        }
    }

    public long events() {
        return frontier.size();
    }

    public byte[] root() {
        return frontier.root();
    }
}
