package dev.daybook.engine.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the values of one keyed view. Safe for use by many threads. */
public interface KeyedValues<V> {

    /** The values of these keys as they are shown now; keys without a value are absent. */
    Map<String, V> read(Collection<String> keys);

    /** The value of a key, if it has one. */
    default Optional<V> get(String key) {
        return Optional.ofNullable(read(List.of(key)).get(key));
    }
}
