package dev.daybook.kafka;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.PositionSignal;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;

/** The feed of a history that happens bit by bit. */
final class Journaled implements Feed {

    private final List<RecordedEvent> history;
    private final PositionSignal head = new PositionSignal(0);

    Journaled(List<RecordedEvent> history) {
        this.history = history;
    }

    /** Everything up to this position has happened. */
    void upTo(long position) {
        head.advance(position);
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        return head.await(after + 1, wait) ? happened(after, limit) : List.of();
    }

    private List<RecordedEvent> happened(long after, int limit) {
        return history.subList((int) after, (int) Math.min(head.position(), after + limit));
    }

    @Override
    public long head() {
        return head.position();
    }
}
