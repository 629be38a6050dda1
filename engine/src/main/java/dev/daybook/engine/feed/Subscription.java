package dev.daybook.engine.feed;

import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one follower is given of a book: the events of its lanes, each lane in order. For use by one
 * thread, except {@link #head}.
 */
public interface Subscription extends AutoCloseable {

    /**
     * The lanes that are to be followed now; {@link dev.daybook.engine.event.Lanes#ALL} alone for
     * all of them together. They change only within {@link #next}, which then gives nothing: what
     * it gave before has been applied by then.
     */
    Set<Integer> lanes();

    /** Goes on after this progress, which is of the lanes that are followed now. */
    void seek(Progress progress);

    /**
     * The next events, waiting for the first of them if there is none yet. What it gives counts as
     * applied when it is called again, unless {@link #seek} said otherwise in between.
     *
     * @param limit so many events are enough; what is returned is less than twice as many
     * @param wait how long to wait at most
     */
    Batch next(int limit, Duration wait) throws InterruptedException;

    /** The last position known to be recorded; safe for use by many threads. */
    long head();

    /** What keeps some lanes from going on, in words; null when nothing does. For any thread. */
    default @Nullable String trouble() {
        return null;
    }

    @Override
    void close();

    /**
     * What comes next.
     *
     * @param events each lane's in order and without a gap after what came before; none when none
     *     came in time
     * @param progress where the lanes are after these; lanes that did not move may be absent
     */
    record Batch(List<RecordedEvent> events, Progress progress) {

        /** Nothing came. */
        public static final Batch NONE = new Batch(List.of(), Progress.nowhere());
    }
}
