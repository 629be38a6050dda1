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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When a view reached its positions, lane by lane: kept in the ledger a few times a second, and in
 * memory until then. Noted by one thread, asked for by many.
 */
final class Moments {

    private static final Logger log = LoggerFactory.getLogger(Moments.class);

    private static final int UNSAVED_MAX = 10_000;
    private static final long SAVE_MILLIS = 500;

    private final String view;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final Map<Integer, ConcurrentNavigableMap<Long, Instant>> unsaved =
            new ConcurrentHashMap<>();
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
        progress.positions()
                .forEach((slot, position) -> {
                    if (unsaved.computeIfAbsent(slot, _ -> new ConcurrentSkipListMap<>())
                                    .put(position, now)
                            == null) {
                        count.incrementAndGet();
                    }
                });
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
        Reached kept = ledger.firstReached(name(slot), position);
        if (kept != null) {
            return kept;
        }
        ConcurrentNavigableMap<Long, Instant> own = unsaved.get(slot);
        Map.Entry<Long, Instant> justNow = own == null ? null : own.ceilingEntry(position);
        return justNow == null ? null : new Reached(justNow.getKey(), justNow.getValue());
    }

    /** What the ledger calls the view, or a lane of it. */
    private String name(int slot) {
        return slot == Lanes.ALL ? view : view + "/" + slot;
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
        if (count.get() == 0) {
            return;
        }
        unsaved.forEach(this::save);
        savedAtMillis = clock.millis();
    }

    private void save(int slot, ConcurrentNavigableMap<Long, Instant> own) {
        List<Reached> moments = new ArrayList<>();
        own.forEach((position, at) -> moments.add(new Reached(position, at)));
        if (moments.isEmpty()) {
            return;
        }
        try {
            ledger.reached(name(slot), moments);
        } catch (StorageException failure) {
            log.warn(
                    "When the view {} reached its positions was not kept: {}",
                    view,
                    failure.getMessage());
        }
        moments.forEach(moment -> {
            own.remove(moment.position());
            count.decrementAndGet();
        });
    }
}
