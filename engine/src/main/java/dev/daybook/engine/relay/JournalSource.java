package dev.daybook.engine.relay;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.ReadAhead;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;

/** The journal itself, as everybody else on this node reads it: the newest from memory. */
public final class JournalSource implements Source {

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
        this.feed = new ReadAhead(feed);
        this.begun = begun;
    }

    @Override
    public void begin(long position) {
        begun.run();
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        return feed.next(after, limit, wait);
    }
}
