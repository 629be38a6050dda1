package dev.daybook.engine.relay;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.ReadAhead;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;

/** The journal itself, as everybody else on this node reads it: the newest from memory. */
public final class JournalSource implements Source {

    private final Feed journal;
    private final ReadAhead feed;
    private final Runnable begun;

    public JournalSource(Feed feed) {
        this(feed, () -> {});
    }

    /**
     * @param begun runs whenever this node begins to relay, to give back what another kind of
     *     source has kept for a relay that is not there any more; must not throw
     */
    public JournalSource(Feed feed, Runnable begun) {
        this.journal = feed;
        this.feed = new ReadAhead(feed);
        this.begun = begun;
    }

    @Override
    public void begin(long position) throws InterruptedException {
        if (position > 0 && journal.next(position - 1, 1, Duration.ZERO).isEmpty()) {
            throw new BookBehindBrokerException(position);
        }
        begun.run();
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        return feed.next(after, limit, wait);
    }
}
