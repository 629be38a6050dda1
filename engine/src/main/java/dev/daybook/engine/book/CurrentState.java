package dev.daybook.engine.book;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;

import java.util.Collection;
import java.util.Map;

/**
 * Reads the current state from where commands write it: strong reads. Safe for use by many threads.
 */
public interface CurrentState<S> {

    /**
     * The state of these entities and the position at which all of them are so; those that do not
     * exist are absent.
     */
    At<S> load(Collection<EntityId> entities);

    /**
     * @param position everything up to here is in the entities, and nothing beyond
     */
    record At<S>(long position, Map<EntityId, Versioned<S>> entities) {}
}
