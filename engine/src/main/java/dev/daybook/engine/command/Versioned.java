package dev.daybook.engine.command;

import org.jspecify.annotations.Nullable;

/**
 * An entity's state and the version it is at.
 *
 * @param version number of events that led to the state; 0 with a null state when the entity does
 *     not exist
 */
public record Versioned<S>(@Nullable S state, long version) {

    private static final Versioned<?> NONE = new Versioned<>(null, 0);

    /** An entity that does not exist. */
    @SuppressWarnings("unchecked") // holds no state of any type
    public static <S> Versioned<S> none() {
        return (Versioned<S>) NONE;
    }
}
