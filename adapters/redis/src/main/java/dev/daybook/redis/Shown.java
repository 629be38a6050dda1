package dev.daybook.redis;

import dev.daybook.engine.feed.Progress;

import java.util.Map;

/**
 * Values of keys, and how far the view was when they were read: both of one moment, or the values
 * of a later one.
 *
 * @param values keys without a value are absent
 */
public record Shown<V>(Map<String, V> values, Progress progress) {

    public Shown {
        values = Map.copyOf(values);
    }
}
