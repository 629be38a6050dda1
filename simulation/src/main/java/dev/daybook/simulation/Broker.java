package dev.daybook.simulation;

import static dev.daybook.simulation.RecordAudit.require;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher.Batch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What outlives every node of the relay: the lanes of the topics, who began to publish last, and
 * who has the lease. It looks at each batch in the moment it is published.
 */
final class Broker {

    private final BookDisk book;
    private final long[] positions = new long[2 * Lanes.PER_TOPIC];
    private final long[] lastEvents = new long[2 * Lanes.PER_TOPIC];
    private boolean fences = true;
    private long epoch;
    private long complete;
    private @Nullable String leaseHolder;

    Broker(BookDisk book) {
        this.book = book;
    }

    /** Whoever began before cannot publish any more. */
    long begin() {
        return ++epoch;
    }

    boolean isFenced(long publisher) {
        return fences && publisher != epoch;
    }

    void dropFences() {
        fences = false;
    }

    /** How far each lane is, by its slot. */
    long[] positions() {
        return positions.clone();
    }

    /** Up to here every event is in its lane. */
    long complete() {
        return complete;
    }

    /** All of a batch at once. */
    void publish(Batch batch) {
        batch.events().forEach(this::append);
        while (complete < book.head().position() && isPublished(complete + 1)) {
            complete++;
        }
        if (batch.everyLane()) {
            require(
                    Invariant.A_LANE_SAYS_NO_MORE_THAN_IT_HAS,
                    batch.position() <= complete,
                    "lanes are said to be at " + batch.position() + ", and are at " + complete);
            for (int slot = 0; slot < positions.length; slot++) {
                positions[slot] = Math.max(positions[slot], batch.position());
            }
        }
    }

    private void append(RecordedEvent event) {
        int slot = Lanes.slot(event.topic(), event.lane());
        require(
                Invariant.WHAT_IS_PUBLISHED_IS_THE_JOURNAL,
                event.position() <= book.head().position() && event.equals(recorded(event)),
                event.position() + " is not recorded like that");
        require(
                Invariant.A_LANE_IS_PUBLISHED_ONCE_AND_IN_ORDER,
                event.previous() == lastEvents[slot] && event.position() > positions[slot],
                event.position()
                        + " is published after "
                        + lastEvents[slot]
                        + ", with the lane at "
                        + positions[slot]);
        lastEvents[slot] = event.position();
        positions[slot] = event.position();
    }

    private RecordedEvent recorded(RecordedEvent event) {
        return recorded(event.position());
    }

    private RecordedEvent recorded(long position) {
        List<RecordedEvent> one = book.read(position - 1, 1);
        return one.getFirst();
    }

    private boolean isPublished(long position) {
        RecordedEvent event = recorded(position);
        return lastEvents[Lanes.slot(event.topic(), event.lane())] >= position;
    }

    /** Whether a node has the lease; it gets it if nobody has. */
    boolean lease(String node) {
        if (leaseHolder == null) {
            leaseHolder = node;
        }
        return node.equals(leaseHolder);
    }

    void release(String node) {
        if (node.equals(leaseHolder)) {
            leaseHolder = null;
        }
    }

    /** The holder has been silent for too long; it does not know yet. */
    void endLease() {
        leaseHolder = null;
    }
}
