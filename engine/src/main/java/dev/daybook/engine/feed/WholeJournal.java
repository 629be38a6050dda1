package dev.daybook.engine.feed;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** All lanes of a book together, in the order of positions. */
public final class WholeJournal implements Subscription {

    private static final Set<Integer> LANES = Set.of(Lanes.ALL);

    private final Feed feed;
    private long position;

    public WholeJournal(Feed feed) {
        this.feed = feed;
    }

    @Override
    public Set<Integer> lanes() {
        return LANES;
    }

    @Override
    public void seek(Progress progress) {
        position = progress.of(Lanes.ALL);
    }

    @Override
    public Batch next(int limit, Duration wait) throws InterruptedException {
        List<RecordedEvent> events = feed.next(position, limit, wait);
        if (events.isEmpty()) {
            return Batch.NONE;
        }
        position = events.getLast().position();
        return new Batch(events, Progress.all(position));
    }

    @Override
    public long head() {
        return feed.head();
    }

    /** The feed is shared, and the book's to close. */
    @Override
    public void close() {}
}
