package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/**
 * How a view follows from events. Pure; what it throws parks the event's entity in this view.
 *
 * @param <E> events
 * @param <K> keys of the view
 * @param <V> values of the view
 */
public interface Projection<E, K, V> {

    /** The keys whose values an event changes; none when it does not concern this view. */
    Collection<K> keys(Delivery<E> delivery);

    /**
     * The value of a key after an event.
     *
     * @param before the value as it stands, null when there is none
     * @return the next value, or null to remove it
     */
    @Nullable V fold(K key, @Nullable V before, Delivery<E> delivery);

    /**
     * Whether {@link #fold} looks at the value before this event. Where it does not, the value need
     * not be loaded, and {@code before} may be null although there is one.
     */
    default boolean looksBack(Delivery<E> delivery) {
        return true;
    }
}
