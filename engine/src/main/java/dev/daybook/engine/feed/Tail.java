package dev.daybook.engine.feed;

import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events of the journal in memory: a ring without gaps, so that readers at the tail need
 * not ask the store.
 */
final class Tail {

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable RecordedEvent[] ring;
    private long first = 1;
    private long last;

    /**
     * @param eventsMax number of events kept
     */
    Tail(int eventsMax) {
        this.ring = new RecordedEvent[eventsMax];
    }

    void append(List<RecordedEvent> events) {
        lock.lock();
        try {
            for (RecordedEvent event : events) {
                if (event.position() != last + 1) {
                    first = event.position(); // another node wrote in between; what is older
                    // comes from the store
                }
                last = event.position();
                first = Math.max(first, last - ring.length + 1);
                ring[slot(last)] = event;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The events after a position, or null when the tail does not reach back that far. */
    @Nullable List<RecordedEvent> after(long position, int limit) {
        lock.lock();
        try {
            if (position + 1 < first || position > last) {
                return null;
            }
            int count = (int) Math.min(limit, last - position);
            List<RecordedEvent> events = new ArrayList<>(count);
            for (long next = position + 1; next <= position + count; next++) {
                RecordedEvent event = ring[slot(next)];
                if (event != null) {
                    events.add(event);
                }
            }
            return events;
        } finally {
            lock.unlock();
        }
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }
}
