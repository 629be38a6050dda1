package dev.daybook.engine.view;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewLedger.Reached;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When a view reached its positions, lane by lane: kept in the ledger twice a second, all lanes at
 * once, and in memory until then. Noted by one thread, asked for by many.
 */
final class Moments {

    private static final Logger log = LoggerFactory.getLogger(Moments.class);

    private static final int UNSAVED_MAX = 10_000;
    private static final long SAVE_MILLIS = 500;

    private final String view;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final Queue<Reached> unsaved = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean together = true;
    private long savedAtMillis;

    Moments(String view, ViewLedger ledger, InstantSource clock) {
        this.view = view;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** From now on these lanes are noted. */
    void follow(Set<Integer> lanes) {
        together = lanes.contains(Lanes.ALL);
    }

    /** The view has just applied everything of these lanes up to their positions. */
    void reached(Progress progress) {
        Instant now = clock.instant();
        // Mostly all lanes that move at once move to the same position.
        Map<Long, Set<Integer>> lanes = new TreeMap<>();
        progress.positions()
                .forEach((slot, position) ->
                        lanes.computeIfAbsent(position, _ -> new HashSet<>()).add(slot));
        lanes.forEach((position, slots) -> unsaved.add(new Reached(position, now, slots)));
        count.addAndGet(lanes.size());
    }

    /**
     * The first moment at which everything of some lanes up to a position was applied, null when
     * that is not known.
     */
    @Nullable Reached first(long position, Set<Integer> lanes) {
        if (together) {
            return first(Lanes.ALL, position);
        }
        Reached last = null;
        for (int slot : lanes) {
            Reached reached = first(slot, position);
            if (reached == null) {
                return null;
            }
            last = last == null || reached.at().isAfter(last.at()) ? reached : last;
        }
        return last;
    }

    private @Nullable Reached first(int slot, long position) {
        // What is saved in between is in both for a moment, and so it is looked for here first.
        Reached justNow =
                unsaved.stream()
                        .filter(each -> each.position() >= position && each.lanes().contains(slot))
                        .findFirst()
                        .orElse(null);
        Reached kept = ledger.firstReached(view, slot, position);
        return kept == null ? justNow : kept;
    }

    /**
     * Saves what is not saved, if it is time to. It is worth keeping for explanations, not worth
     * failing for.
     */
    void saveIfDue() {
        if (count.get() >= UNSAVED_MAX || clock.millis() - savedAtMillis >= SAVE_MILLIS) {
            save();
        }
    }

    void save() {
        List<Reached> moments = new ArrayList<>(unsaved);
        savedAtMillis = clock.millis();
        if (moments.isEmpty()) {
            return;
        }
        try {
            ledger.reached(view, moments);
        } catch (StorageException failure) {
            log.warn(
                    "When the view {} reached its positions was not kept: {}",
                    view,
                    failure.getMessage());
        }
        moments.forEach(_ -> unsaved.poll());
        count.addAndGet(-moments.size());
    }
}
