package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookCheck;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import java.util.List;

/** Counters have no rule over the whole book. */
final class NoCheck implements BookCheck<State, Event> {

    @Override
    public void event(RecordedEvent recorded, Event event) {}

    @Override
    public void state(EntityId entity, State state) {}

    @Override
    public List<String> findings() {
        return List.of();
    }
}
