package dev.daybook.engine.relay;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.ReadAhead;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The journal itself, as everybody else on this node reads it: the newest from memory.
 *
 * <p>To publish costs the broker about the same for one event as for a hundred, and what comes
 * meanwhile waits for it. So of a burst, of which the first commands are committed by themselves,
 * the rest is waited for, {@value #GATHER_MILLIS} ms at most and only while this node writes.
 */
public final class JournalSource implements Source {

    /** About a commit; publishing takes twice as long. */
    private static final int GATHER_MILLIS = 4;

    /** After each it looks whether there is anything left to wait for. */
    private static final Duration GATHER_STEP = Duration.ofMillis(1);

    private final Feed journal;
    private final ReadAhead feed;
    private final BooleanSupplier isWriting;
    private final Runnable begun;

    /** Gathers nothing. */
    public JournalSource(Feed feed) {
        this(feed, () -> false, () -> {});
    }

    /**
     * @param isWriting whether more is likely to come within milliseconds
     * @param begun runs whenever this node begins to relay, to give back what another kind of
     *     source has kept for a relay that is not there any more; must not throw
     */
    public JournalSource(Feed feed, BooleanSupplier isWriting, Runnable begun) {
        this.journal = feed;
        this.feed = new ReadAhead(feed);
        this.isWriting = isWriting;
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
        List<RecordedEvent> events = feed.next(after, limit, wait);
        if (events.isEmpty() || events.size() == limit || !isWriting.getAsBoolean()) {
            return events;
        }
        return gathered(events, limit);
    }

    private List<RecordedEvent> gathered(List<RecordedEvent> first, int limit)
            throws InterruptedException {
        List<RecordedEvent> events = new ArrayList<>(first);
        for (int step = 0;
                step < GATHER_MILLIS && events.size() < limit && isWriting.getAsBoolean();
                step++) {
            events.addAll(
                    journal.next(events.getLast().position(), limit - events.size(), GATHER_STEP));
        }
        return events;
    }
}
