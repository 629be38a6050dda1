package dev.daybook.engine.commit;

import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.ValueDated;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives events their place in the journal: position, predecessor in the lane, and hash. The events
 * of a command count only from {@link #accept()} on.
 */
final class JournalWriter<S, E> {

    private final Domain<?, S, E> domain;
    private final String book;
    private final EventHash hash;
    private Instant at;
    private Instant recordedAt;
    private final long[] lanes;
    private final MerkleFrontier frontier;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<RecordedEvent> tentative = new ArrayList<>();
    private final List<Snapshot> tentativeSnapshots = new ArrayList<>();
    private final List<LaneStep> laneSteps = new ArrayList<>();
    private long position;

    private record LaneStep(int slot, long before) {}

    JournalWriter(Domain<?, S, E> domain, Head head) {
        this.domain = domain;
        this.book = head.book();
        this.hash = new EventHash(book);
        this.at = head.recordedAt();
        this.recordedAt = head.recordedAt();
        this.lanes = head.lanesFor(domain.events().topics().size() * Lanes.PER_TOPIC);
        this.frontier = head.frontier().copy();
        this.position = head.position();
    }

    /** What follows is recorded now, or, when the clock was set back, with what came before. */
    Instant at(Instant now) {
        if (now.isAfter(at)) {
            at = now;
        }
        return at;
    }

    RecordedEvent append(
            Decision.Change<E> change, long version, S after, Submission<?> submission) {
        EventType<E> type = domain.events().typeOf(change.event());
        int lane = Lanes.of(change.entity());
        int slot = Lanes.slot(type.topic(), lane);
        long next = position + tentative.size() + 1;
        byte[] payload = type.codec().encode(change.event());
        LocalDate valueDate = change.event() instanceof ValueDated dated ? dated.valueDate() : null;
        byte[] digest =
                hash.of(
                        next,
                        change.entity(),
                        version,
                        type.topic(),
                        lane,
                        lanes[slot],
                        type.name(),
                        type.version(),
                        payload,
                        at,
                        valueDate,
                        submission.id(),
                        submission.by());
        RecordedEvent event =
                new RecordedEvent(
                        next,
                        change.entity(),
                        version,
                        type.topic(),
                        lane,
                        lanes[slot],
                        type.name(),
                        type.version(),
                        payload,
                        at,
                        valueDate,
                        submission.id(),
                        submission.by(),
                        digest);
        tentative.add(event);
        laneSteps.add(new LaneStep(slot, lanes[slot]));
        lanes[slot] = next;
        if (version % Snapshot.EVERY_VERSIONS == 0) {
            tentativeSnapshots.add(domain.states().snapshot(change.entity(), next, version, after));
        }
        return event;
    }

    /** The events of the current command stand. */
    void accept() {
        tentative.forEach(event -> frontier.append(event.hash()));
        events.addAll(tentative);
        snapshots.addAll(tentativeSnapshots);
        position += tentative.size();
        recordedAt = at;
        forgetTentative();
    }

    /** The current command failed; its events never were. */
    void discard() {
        for (LaneStep step : laneSteps.reversed()) {
            lanes[step.slot] = step.before;
        }
        forgetTentative();
    }

    private void forgetTentative() {
        tentative.clear();
        tentativeSnapshots.clear();
        laneSteps.clear();
    }

    long position() {
        return position;
    }

    List<RecordedEvent> events() {
        return events;
    }

    List<Snapshot> snapshots() {
        return snapshots;
    }

    Head head() {
        return new Head(book, position, recordedAt, lanes, frontier);
    }
}
