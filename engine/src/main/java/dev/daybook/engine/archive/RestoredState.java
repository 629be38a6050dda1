package dev.daybook.engine.archive;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds archived events into the current state of entities, batch by batch. */
final class RestoredState<S, E> {

    /** Entities remembered from batch to batch. */
    private static final int KNOWN_MAX = 50_000;

    private final Domain<?, S, E> domain;
    private final Map<EntityId, Versioned<S>> known = new LinkedHashMap<>(16, 0.75f, true);
    private long entities;
    private long snapshots;

    RestoredState(Domain<?, S, E> domain) {
        this.domain = domain;
    }

    /** What a batch of events comes to. */
    record Batch<S>(List<StateChange<S>> changes, List<Snapshot> snapshots) {}

    /**
     * Folds events; nothing is remembered of it until {@link #remember}.
     *
     * @throws ArchiveException when an event is not the next one of its entity, or cannot be
     *     applied
     */
    Batch<S> apply(List<RecordedEvent> events, WriteStore.Reads<S> reads) {
        Map<EntityId, Versioned<S>> before = before(events, reads);
        Map<EntityId, Versioned<S>> now = new LinkedHashMap<>();
        List<Snapshot> taken = new ArrayList<>();
        for (RecordedEvent event : events) {
            EntityId entity = event.entity();
            Versioned<S> last =
                    now.getOrDefault(entity, before.getOrDefault(entity, Versioned.none()));
            S state = evolve(last, event);
            now.put(entity, new Versioned<>(state, event.version()));
            if (event.version() % Snapshot.EVERY_VERSIONS == 0) {
                taken.add(
                        domain.states().snapshot(entity, event.position(), event.version(), state));
            }
        }
        List<StateChange<S>> changes = new ArrayList<>(now.size());
        now.forEach((entity, after) ->
                changes.add(
                        new StateChange<>(
                                entity, before.getOrDefault(entity, Versioned.none()), after)));
        return new Batch<>(changes, taken);
    }

    private Map<EntityId, Versioned<S>> before(
            List<RecordedEvent> events, WriteStore.Reads<S> reads) {
        Map<EntityId, Versioned<S>> before = new LinkedHashMap<>();
        Set<EntityId> missing = new LinkedHashSet<>();
        Set<EntityId> seen = new LinkedHashSet<>();
        for (RecordedEvent event : events) {
            if (seen.add(event.entity()) && event.version() > 1) {
                Versioned<S> remembered = known.get(event.entity());
                if (remembered == null) {
                    missing.add(event.entity());
                } else {
                    before.put(event.entity(), remembered);
                }
            }
        }
        if (!missing.isEmpty()) {
            before.putAll(reads.load(missing));
        }
        return before;
    }

    private S evolve(Versioned<S> before, RecordedEvent event) {
        if (event.version() != before.version() + 1) {
            throw new ArchiveException(
                    "Position "
                            + event.position()
                            + ": Version "
                            + event.version()
                            + " of its entity follows version "
                            + before.version()
                            + ".");
        }
        try {
            return domain.decider()
                    .evolve(
                            before.state(),
                            domain.events().decode(event.type(), event.schema(), event.payload()));
        } catch (MalformedEventException | IllegalStateException unreadable) {
            throw new ArchiveException(
                    "Position "
                            + event.position()
                            + ": The event cannot be read or applied: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** The batch is durable. */
    void remember(Batch<S> batch) {
        for (StateChange<S> change : batch.changes) {
            known.put(change.entity(), change.after());
            if (change.before().version() == 0) {
                entities++;
            }
        }
        var oldest = known.entrySet().iterator();
        for (int surplus = known.size() - KNOWN_MAX; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
        snapshots += batch.snapshots.size();
    }

    long entities() {
        return entities;
    }

    long snapshots() {
        return snapshots;
    }
}
