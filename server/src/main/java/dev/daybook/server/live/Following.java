package dev.daybook.server.live;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.query.EventFilter;

import java.time.Duration;
import java.util.List;

/**
 * All events that fit, from a position on and without end: those that are past from the journal,
 * then those that happen as they are heard. Each once and in order. Belongs to one thread.
 */
final class Following implements AutoCloseable {

    private static final int CHUNK = 1_000;

    private final Journal journal;
    private final Listener listener;
    private long position;

    /**
     * @param after what happened up to this position is not wanted
     */
    Following(Fanout fanout, Journal journal, EventFilter filter, long after) {
        this.journal = journal;
        this.listener = fanout.listen(filter);
        this.position = after;
    }

    /**
     * The next events, in order.
     *
     * @param patience how long to wait for them
     * @return nothing when none came in time
     */
    List<RecordedEvent> next(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<RecordedEvent> events = List.of();
        for (long left = patience.toNanos(); events.isEmpty() && left > 0; ) {
            events = step(Duration.ofNanos(left));
            left = end - System.nanoTime();
        }
        return events;
    }

    private List<RecordedEvent> step(Duration patience) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (position < listener.from()) {
            return past(listener.from());
        }
        List<RecordedEvent> heard =
                listener.take(patience).stream()
                        .filter(event -> event.position() > position)
                        .toList();
        if (!heard.isEmpty()) {
            position = heard.getLast().position();
        } else {
            listener.restartIfMissed();
        }
        return heard;
    }

    private List<RecordedEvent> past(long upTo) {
        EventFilter filter = listener.filter();
        EntityId entity = filter.entity();
        List<RecordedEvent> events =
                entity == null
                        ? journal.read(position, (int) Math.min(CHUNK, upTo - position))
                        : journal.read(entity, position, upTo, CHUNK);
        // An entity's events are found at once; of all events one reads on to the end.
        position =
                events.isEmpty() || (entity != null && events.size() < CHUNK)
                        ? upTo
                        : events.getLast().position();
        return events.stream().filter(filter::fits).toList();
    }

    @Override
    public void close() {
        listener.close();
    }
}
