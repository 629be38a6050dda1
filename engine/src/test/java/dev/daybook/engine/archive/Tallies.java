package dev.daybook.engine.archive;

import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The smallest domain there is: tallies that grow. Nothing here decides; it was decided before. */
final class Tallies {

    static final Topic TOPIC = new Topic("tally-events", 0);

    sealed interface Event {
        record Added(long amount, @Nullable String note) implements Event {}
    }

    sealed interface State {
        record Tally(long value) implements State {}
    }

    static final Domain<String, State, Event> DOMAIN =
            new Domain<>(
                    "tallies",
                    new Rules(),
                    EventCatalog.of(Event.class)
                            .topic(TOPIC, Event.class)
                            .build((topic, type) ->
                                    List.of(RecordCodec.of(Event.Added.class).schema())),
                    StateCodec.of(State.class));

    private Tallies() {}

    static EntityId id(String tally) {
        return new EntityId("tally", tally);
    }

    private static final class Rules implements Decider<String, State, Event> {

        @Override
        public Set<EntityId> touches(String command, UUID id, Entities<State> known) {
            throw new UnsupportedOperationException("Nothing is decided here.");
        }

        @Override
        public Decision<Event> decide(String command, Context context, Entities<State> entities) {
            throw new UnsupportedOperationException("Nothing is decided here.");
        }

        @Override
        public State evolve(@Nullable State before, Event event) {
            long value = before instanceof State.Tally(long earlier) ? earlier : 0;
            return switch (event) {
                case Event.Added(long amount, _) -> new State.Tally(value + amount);
            };
        }
    }
}
