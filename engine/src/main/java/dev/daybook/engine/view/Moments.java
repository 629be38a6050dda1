package dev.daybook.engine.view;

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
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When a view reached its positions: kept in the ledger a few times a second, and in memory until
 * then. Noted by one thread, asked for by many.
 */
final class Moments {

    private static final Logger log = LoggerFactory.getLogger(Moments.class);

    private static final int UNSAVED_MAX = 10_000;
    private static final long SAVE_MILLIS = 500;

    private final String view;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final ConcurrentNavigableMap<Long, Instant> unsaved = new ConcurrentSkipListMap<>();
    private long savedAtMillis;

    Moments(String view, ViewLedger ledger, InstantSource clock) {
        this.view = view;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The view has just applied everything up to a position. */
    void reached(long position) {
        unsaved.put(position, clock.instant());
    }

    /**
     * The first moment at which everything up to a position was applied, null when that is not
     * known.
     */
    @Nullable Reached first(long position) {
        Reached kept = ledger.firstReached(view, position);
        if (kept != null) {
            return kept;
        }
        Map.Entry<Long, Instant> justNow = unsaved.ceilingEntry(position);
        return justNow == null ? null : new Reached(justNow.getKey(), justNow.getValue());
    }

    /**
     * Saves what is not saved, if it is time to. It is worth keeping for explanations, not worth
     * failing for.
     */
    void saveIfDue() {
        if (unsaved.size() >= UNSAVED_MAX || clock.millis() - savedAtMillis >= SAVE_MILLIS) {
            save();
        }
    }

    void save() {
        List<Reached> moments = new ArrayList<>();
        unsaved.forEach((position, at) -> moments.add(new Reached(position, at)));
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
        moments.forEach(moment -> unsaved.remove(moment.position()));
        savedAtMillis = clock.millis();
    }
}
