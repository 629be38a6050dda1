package dev.daybook.engine.commit;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entities that the committer remembers between batches, the least recently used forgotten
 * first. It holds exactly what the store holds at the position the committer knows. Belongs to
 * whoever has the turn to decide.
 */
final class EntityCache<S> {

    private final Map<EntityId, Versioned<S>> entities;

    EntityCache(int entitiesMax) {
        this.entities =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<EntityId, Versioned<S>> eldest) {
                        return size() > entitiesMax;
                    }
                };
    }

    @Nullable Versioned<S> get(EntityId entity) {
        return entities.get(entity);
    }

    void put(EntityId entity, Versioned<S> state) {
        entities.put(entity, state);
    }

    void forget(EntityId entity) {
        entities.remove(entity);
    }

    void clear() {
        entities.clear();
    }
}
