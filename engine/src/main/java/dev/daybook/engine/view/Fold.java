package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.ViewStore.Stored;
import dev.daybook.engine.view.ViewStore.Write;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds one batch of events into writes. All values the batch needs and that are not known are
 * loaded at once. An event that cannot be decoded or applied leaves no trace but that its entity is
 * parked; later events of that entity are parked behind it.
 */
final class Fold<E, K, V> {

    private static final String WAITS = "waits behind an earlier event of the same entity";

    private final View<E, K, V> view;
    private final EventCatalog<E> catalog;
    private final ViewStore<K, V> store;
    private final KnownValues<K, V> known;
    private final Map<EntityId, Long> parked;
    private final InstantSource clock;
    private final Map<K, @Nullable V> values = new HashMap<>();
    private final Map<K, Long> positions = new HashMap<>();
    private final Set<K> loaded = new HashSet<>();
    private final List<Write<K, V>> writes = new ArrayList<>();
    private final List<ParkedEvent> parkedNow = new ArrayList<>();

    /** An event and the keys it changes, or why it cannot be applied. */
    private record Work<E, K>(
            RecordedEvent recorded,
            @Nullable Delivery<E> delivery,
            Collection<K> keys,
            boolean looksBack,
            @Nullable String error) {}

    /**
     * @param known what need not be loaded
     * @param parked the entities that are parked, each with the position of its first parked event;
     *     added to when one more is
     */
    Fold(
            View<E, K, V> view,
            EventCatalog<E> catalog,
            ViewStore<K, V> store,
            KnownValues<K, V> known,
            Map<EntityId, Long> parked,
            InstantSource clock) {
        this.view = view;
        this.catalog = catalog;
        this.store = store;
        this.known = known;
        this.parked = parked;
        this.clock = clock;
    }

    void add(List<RecordedEvent> events) {
        List<Work<E, K>> work = new ArrayList<>(events.size());
        Set<K> keys = new LinkedHashSet<>();
        for (RecordedEvent recorded : events) {
            if (view.topics().contains(recorded.topic())) {
                Work<E, K> next = prepare(recorded);
                work.add(next);
                if (next.looksBack) {
                    keys.addAll(next.keys);
                }
            }
        }
        loaded.addAll(keys);
        load(keys);
        work.forEach(this::fold);
    }

    private void load(Set<K> keys) {
        keys.removeAll(values.keySet());
        known.take(keys, values, positions);
        if (!keys.isEmpty()) {
            Map<K, Stored<V>> stored = store.load(keys);
            for (K key : keys) {
                Stored<V> found = stored.get(key);
                values.put(key, found == null ? null : found.value());
                if (found != null && found.position() > 0) {
                    positions.put(key, found.position());
                }
            }
        }
    }

    /** Changes in the order of their positions. */
    List<Write<K, V>> writes() {
        return writes;
    }

    /** What was folded has been saved: these are the values in the store now. */
    void saved() {
        known.remember(values, positions, loaded);
    }

    List<ParkedEvent> parkedNow() {
        return parkedNow;
    }

    private Work<E, K> prepare(RecordedEvent recorded) {
        if (isParked(recorded)) {
            return new Work<>(recorded, null, List.of(), false, WAITS);
        }
        try {
            E event = catalog.decode(recorded.type(), recorded.schema(), recorded.payload());
            Delivery<E> delivery = new Delivery<>(recorded, event);
            Collection<K> keys = view.projection().keys(delivery);
            boolean looksBack = !keys.isEmpty() && view.projection().looksBack(delivery);
            return new Work<>(recorded, delivery, keys, looksBack, null);
        } catch (RuntimeException poisoned) {
            return new Work<>(recorded, null, List.of(), false, poisoned.toString());
        }
    }

    private void fold(Work<E, K> work) {
        Delivery<E> delivery = work.delivery;
        if (isParked(work.recorded)) {
            park(work.recorded, WAITS);
        } else if (delivery == null) {
            park(work.recorded, String.valueOf(work.error));
        } else {
            try {
                apply(work.keys, delivery);
            } catch (RuntimeException poisoned) {
                park(work.recorded, poisoned.toString());
            }
        }
    }

    /** All keys or none: what the projection throws for one leaves the others as they were. */
    private void apply(Collection<K> keys, Delivery<E> delivery) {
        List<Write<K, V>> next = new ArrayList<>(keys.size());
        for (K key : keys) {
            if (delivery.recorded().position() <= positions.getOrDefault(key, 0L)) {
                continue; // it is in the value already; only that it is was not known
            }
            V after = view.projection().fold(key, values.get(key), delivery);
            next.add(new Write<>(key, delivery.recorded().position(), after));
        }
        next.forEach(write -> values.put(write.key(), write.value()));
        writes.addAll(next);
    }

    /**
     * Events before the first parked one are good: a store that starts again from an older position
     * sees them anew.
     */
    private boolean isParked(RecordedEvent recorded) {
        Long first = parked.get(recorded.entity());
        return first != null && recorded.position() >= first;
    }

    /** Parks an event whose write the store refused, which none of the checks here foresaw. */
    void park(RecordedEvent recorded, String error) {
        parked.merge(recorded.entity(), recorded.position(), Math::min);
        parkedNow.add(
                new ParkedEvent(
                        view.id(), recorded.entity(), recorded.position(), error, clock.instant()));
    }
}
