package dev.daybook.engine.history;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The past of entities, from the journal alone. Safe for use by many threads. */
public final class EntityHistory<S, E> {

    /** Events read at once when no snapshot is near. */
    private static final int CHUNK = 1_000;

    private final Domain<?, S, E> domain;
    private final Journal journal;

    public EntityHistory(Domain<?, S, E> domain, Journal journal) {
        this.domain = domain;
        this.journal = journal;
    }

    /**
     * An entity as it was after everything up to a position; without a state when it did not exist
     * then.
     */
    public Versioned<S> at(EntityId entity, long position) {
        Snapshot snapshot = journal.snapshot(entity, position);
        S state = snapshot == null ? null : domain.states().read(snapshot);
        long version = snapshot == null || state == null ? 0 : snapshot.version();
        long from = snapshot == null || state == null ? 0 : snapshot.position();
        while (true) {
            List<RecordedEvent> events = journal.read(entity, from, position, CHUNK);
            for (RecordedEvent recorded : events) {
                state = domain.decider().evolve(state, decode(recorded));
                version = recorded.version();
            }
            if (events.size() < CHUNK) {
                return new Versioned<>(state, version);
            }
            from = events.getLast().position();
        }
    }

    /**
     * The events of an entity after a position, oldest first, each with the whole state before and
     * after it.
     *
     * @param limit the most steps to return
     */
    public List<Step<S, E>> steps(EntityId entity, long after, int limit) {
        List<RecordedEvent> events = journal.read(entity, after, Long.MAX_VALUE, limit);
        List<Step<S, E>> steps = new ArrayList<>(events.size());
        @Nullable S state = events.isEmpty() ? null : at(entity, after).state();
        for (RecordedEvent recorded : events) {
            E event = decode(recorded);
            S next = domain.decider().evolve(state, event);
            steps.add(new Step<>(recorded, event, state, next));
            state = next;
        }
        return steps;
    }

    private E decode(RecordedEvent recorded) {
        return domain.events().decode(recorded.type(), recorded.schema(), recorded.payload());
    }
}
