package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values that a view has lately loaded or saved, so that a key that changes often is not loaded
 * each time. They hold as long as nobody else writes to the store; what a failed call leaves in
 * doubt is to be forgotten.
 */
final class KnownValues<K, V> {

    private final Map<K, Known<V>> values;

    /**
     * A value, or that there is none.
     *
     * @param position what the store said of it when it was loaded: up to here the events are in
     *     it, though the view may not have come so far again; 0 when it said nothing
     */
    private record Known<V>(@Nullable V value, long position) {}

    /**
     * @param max number of keys that are remembered; those that were used last stay
     */
    KnownValues(int max) {
        this.values =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, Known<V>> eldest) {
                        return size() > max;
                    }
                };
    }

    /**
     * Moves what is known of these keys from one collection to maps of their values, also that
     * there is none, and of positions.
     */
    void take(Collection<K> missing, Map<K, @Nullable V> into, Map<K, Long> positions) {
        missing.removeIf(key -> {
            Known<V> known = values.get(key);
            if (known != null) {
                into.put(key, known.value);
                if (known.position > 0) {
                    positions.put(key, known.position);
                }
            }
            return known != null;
        });
    }

    /**
     * These are the values of keys in the store now; null where there is none. Keys that were
     * looked up are worth remembering; of the others only those that were are.
     */
    void remember(Map<K, @Nullable V> stored, Map<K, Long> positions, Set<K> lookedUp) {
        stored.forEach((key, value) -> {
            Known<V> known = new Known<>(value, positions.getOrDefault(key, 0L));
            if (lookedUp.contains(key)) {
                values.put(key, known);
            } else {
                values.replace(key, known);
            }
        });
    }

    void forget() {
        values.clear();
    }
}
