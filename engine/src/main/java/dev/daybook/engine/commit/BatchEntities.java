package dev.daybook.engine.commit;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The entities of one batch: loaded once, changed by each command in turn. What a command would
 * change is laid over them first, and becomes part of the batch only when the whole command has
 * succeeded.
 */
final class BatchEntities<S> implements Entities<S> {

    private final Map<EntityId, Versioned<S>> loaded = new HashMap<>();
    private final Map<EntityId, Versioned<S>> changed = new LinkedHashMap<>();
    private final Map<EntityId, Versioned<S>> tentative = new LinkedHashMap<>();
    private final Set<EntityId> namesakes = new HashSet<>();

    boolean knows(EntityId entity) {
        return loaded.containsKey(entity);
    }

    void loaded(EntityId entity, Versioned<S> state) {
        loaded.put(entity, state);
    }

    /** An entity that is named after the command that makes it, and so does not exist yet. */
    void namesake(EntityId entity) {
        loaded.put(entity, Versioned.none());
        namesakes.add(entity);
    }

    @Nullable Versioned<S> get(EntityId entity) {
        Versioned<S> now = tentative.get(entity);
        if (now == null) {
            now = changed.get(entity);
        }
        return now != null ? now : loaded.get(entity);
    }

    @Override
    public @Nullable S find(EntityId entity) {
        Versioned<S> now = get(entity);
        return now == null ? null : now.state();
    }

    @Override
    public long version(EntityId entity) {
        Versioned<S> now = get(entity);
        return now == null ? 0 : now.version();
    }

    void change(EntityId entity, Versioned<S> after) {
        tentative.put(entity, after);
    }

    void accept() {
        changed.putAll(tentative);
        tentative.clear();
    }

    void discard() {
        tentative.clear();
    }

    /** What the batch made of an entity so far, or null when it did not change it. */
    @Nullable Versioned<S> changed(EntityId entity) {
        return changed.get(entity);
    }

    List<StateChange<S>> changes() {
        List<StateChange<S>> changes = new ArrayList<>(changed.size());
        changed.forEach((entity, after) ->
                changes.add(new StateChange<>(entity, requireNonNull(loaded.get(entity)), after)));
        return changes;
    }

    /**
     * Tells what is worth remembering once the batch is durable: every entity that exists, but for
     * those named after their command. There is one for each, rarely asked for again, and they
     * would drive out what is.
     */
    void remember(BiConsumer<EntityId, Versioned<S>> memory) {
        loaded.forEach((entity, before) -> {
            Versioned<S> now = changed.getOrDefault(entity, before);
            if (now.version() > 0 && !namesakes.contains(entity)) {
                memory.accept(entity, now);
            }
        });
    }
}
