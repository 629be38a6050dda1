package dev.daybook.redis;

import dev.daybook.engine.view.ViewBehindException;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a view is known to have been, lane by lane. Redis may lose what it had acknowledged: all
 * of it when it is flushed, the last second when it is killed. A value that is not there is then no
 * proof that it never was, and this is how a reader can tell. Safe for use by many threads.
 */
final class Seen {

    private final String view;
    private volatile Map<Integer, Long> highest = Map.of();

    Seen(String view) {
        this.view = view;
    }

    /** What a later look at the view must not be behind. */
    Map<Integer, Long> now() {
        return highest;
    }

    /**
     * Remembers how far a view is.
     *
     * @throws ViewBehindException when a lane is behind where it was before
     */
    void check(Map<Integer, Long> before, Map<Integer, Long> found) {
        before.forEach((lane, wanted) -> {
            long reached = found.getOrDefault(lane, 0L);
            if (reached < wanted) {
                throw new ViewBehindException(view, wanted, reached);
            }
        });
        add(found);
    }

    void add(Map<Integer, Long> found) {
        Map<Integer, Long> known = highest;
        if (!found.entrySet().stream()
                .allMatch(lane -> known.getOrDefault(lane.getKey(), 0L) >= lane.getValue())) {
            merge(found);
        }
    }

    private synchronized void merge(Map<Integer, Long> found) {
        Map<Integer, Long> merged = new HashMap<>(highest);
        found.forEach((lane, position) -> merged.merge(lane, position, Math::max));
        highest = Map.copyOf(merged);
    }

    synchronized void forget() {
        highest = Map.of();
    }
}
