package dev.daybook.engine.command;

import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

/** The entities a decision may look at, as they stand after every command decided before. */
public interface Entities<S> {

    /**
     * The state of an entity, or null when it does not exist (or, within {@link Decider#touches},
     * is not loaded yet).
     */
    @Nullable S find(EntityId entity);

    /** The version of an entity; 0 when it does not exist. */
    long version(EntityId entity);
}
