package dev.daybook.server.live;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.query.EventFilter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who listens. What was heard and not yet taken is kept up to a bound; whoever is slower
 * than that is told so, and reads the journal instead.
 */
final class Listener implements AutoCloseable {

    /** Events kept for one who does not take them. */
    private static final int KEPT_MAX = 256;

    private final Fanout fanout;
    private final EventFilter filter;
    private final List<RecordedEvent> kept = new ArrayList<>();
    private long from;
    private boolean missed;

    Listener(Fanout fanout, EventFilter filter) {
        this.fanout = fanout;
        this.filter = filter;
    }

    EventFilter filter() {
        return filter;
    }

    /** What happened up to this position is not heard: it is in the journal. */
    synchronized long from() {
        return from;
    }

    synchronized void restart(long position) {
        kept.clear();
        missed = false;
        from = position;
    }

    synchronized void hear(RecordedEvent event) {
        if (missed || !filter.fits(event)) {
            return;
        }
        if (kept.size() == KEPT_MAX) {
            kept.clear();
            missed = true;
        } else {
            kept.add(event);
        }
        notifyAll();
    }

    /**
     * Takes what was heard, waiting for it if there is nothing.
     *
     * @return nothing when the time is over
     */
    synchronized List<RecordedEvent> take(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); kept.isEmpty() && !missed && left > 0; ) {
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            left = end - System.nanoTime();
        }
        List<RecordedEvent> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    /** Whether it has missed something, and hears again from now on; see {@link #from}. */
    boolean restartIfMissed() {
        synchronized (this) {
            if (!missed) {
                return false;
            }
        }
        fanout.restart(this);
        return true;
    }

    @Override
    public void close() {
        fanout.forget(this);
    }
}
