package dev.daybook.postgres;

import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Rejection;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.Projection;
import dev.daybook.engine.view.TableView;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The smallest domain that has everything: counters that are moved, never below zero. */
final class Counters {

    static final Topic TOPIC = new Topic("counter-events", 0);

    private Counters() {}

    sealed interface Command {
        record Add(String counter, long amount) implements Command {}

        record Move(String from, String to, long amount) implements Command {}

        record Explode(String counter) implements Command {}
    }

    sealed interface Event {
        record Added(long amount, long value) implements Event {}

        record Taken(long amount, long value) implements Event {}
    }

    sealed interface State {
        record Counter(long value) implements State {}
    }

    record TooLittle(long value) implements Rejection {
        @Override
        public String code() {
            return "too-little";
        }

        @Override
        public String detail() {
            return "There are only " + value + ".";
        }

        @Override
        public Map<String, String> figures() {
            return Map.of("value", String.valueOf(value));
        }
    }

    static EntityId id(String counter) {
        return new EntityId("counter", counter);
    }

    static final class Rules implements Decider<Command, State, Event> {

        @Override
        public Set<EntityId> touches(Command command, UUID id, Entities<State> known) {
            return switch (command) {
                case Command.Add add -> Set.of(id(add.counter));
                case Command.Move move -> Set.of(id(move.from), id(move.to));
                case Command.Explode explode -> Set.of(id(explode.counter));
            };
        }

        @Override
        public Decision<Event> decide(Command command, Context context, Entities<State> entities) {
            return switch (command) {
                case Command.Add add ->
                        Decision.accept(
                                Decision.on(
                                        id(add.counter),
                                        new Event.Added(
                                                add.amount,
                                                value(entities, add.counter) + add.amount)));
                case Command.Move move -> {
                    long from = value(entities, move.from);
                    yield from < move.amount
                            ? Decision.reject(new TooLittle(from))
                            : Decision.accept(
                                    Decision.on(
                                            id(move.from),
                                            new Event.Taken(move.amount, from - move.amount)),
                                    Decision.on(
                                            id(move.to),
                                            new Event.Added(
                                                    move.amount,
                                                    value(entities, move.to) + move.amount)));
                }
                case Command.Explode explode -> throw new ArithmeticException("a planted defect");
            };
        }

        private static long value(Entities<State> entities, String counter) {
            return entities.find(id(counter)) instanceof State.Counter(long value) ? value : 0;
        }

        @Override
        public State evolve(@Nullable State before, Event event) {
            return switch (event) {
                case Event.Added(_, long value) -> new State.Counter(value);
                case Event.Taken(_, long value) -> new State.Counter(value);
            };
        }
    }

    static final Domain<Command, State, Event> DOMAIN =
            new Domain<>(
                    "counters",
                    new Rules(),
                    EventCatalog.of(Event.class)
                            .topic(TOPIC, Event.class)
                            .build((topic, type) ->
                                    List.of(
                                            (type.equals("Added")
                                                            ? RecordCodec.of(Event.Added.class)
                                                            : RecordCodec.of(Event.Taken.class))
                                                    .schema())),
                    StateCodec.of(State.class));

    static final class Tables implements StateTables<State> {

        @Override
        public String schema() {
            return "create table counter (id text primary key, value bigint not null, version"
                    + " bigint not null)";
        }

        @Override
        public Map<EntityId, Versioned<State>> load(
                Connection connection, Collection<EntityId> entities) throws SQLException {
            Map<EntityId, Versioned<State>> found = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "select id, value, version from counter where id = any (?)")) {
                query.setArray(
                        1,
                        connection.createArrayOf(
                                "text", entities.stream().map(EntityId::value).toArray()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.put(
                                id(rows.getString(1)),
                                new Versioned<>(
                                        new State.Counter(rows.getLong(2)), rows.getLong(3)));
                    }
                }
            }
            return found;
        }

        @Override
        public void save(Connection connection, List<StateChange<State>> changes)
                throws SQLException {
            try (PreparedStatement upsert =
                    connection.prepareStatement(
                            "insert into counter select * from unnest(?::text[], ?::bigint[],"
                                    + " ?::bigint[]) on conflict (id) do update set value ="
                                    + " excluded.value, version = excluded.version")) {
                upsert.setArray(
                        1,
                        connection.createArrayOf(
                                "text", changes.stream().map(c -> c.entity().value()).toArray()));
                upsert.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint",
                                changes.stream()
                                        .map(c -> ((State.Counter) c.after().state()).value())
                                        .toArray()));
                upsert.setArray(
                        3,
                        connection.createArrayOf(
                                "bigint",
                                changes.stream().map(c -> c.after().version()).toArray()));
                upsert.executeUpdate();
            }
        }

        @Override
        public long count(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from counter")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    record Tally(long value, int events) {}

    record Day(String counter, boolean taken) {}

    record Total(long amount) {}

    /** Folds counters; an amount of 666 is poison until it is cured. */
    static final class Tallies implements Projection<Event, String, Tally> {

        volatile boolean cured;

        @Override
        public Collection<String> keys(Delivery<Event> delivery) {
            return List.of(delivery.recorded().entity().value());
        }

        @Override
        public Tally fold(String key, @Nullable Tally before, Delivery<Event> delivery) {
            long amount =
                    switch (delivery.event()) {
                        case Event.Added(long added, _) -> added;
                        case Event.Taken(long taken, _) -> -taken;
                    };
            if (amount == 666 && !cured) {
                throw new IllegalStateException("a planted poison");
            }
            return before == null
                    ? new Tally(amount, 1)
                    : new Tally(before.value + amount, before.events + 1);
        }
    }

    static KeyedView<Event, Tally> tallies(Tallies projection) {
        return new KeyedView<>("tallies", 1, Tally.class, Set.of(TOPIC), projection);
    }

    static TableView<Event, Day, Total> totals() {
        return new TableView<>(
                "totals",
                1,
                Day.class,
                Total.class,
                true,
                Set.of(TOPIC),
                new Projection<>() {
                    @Override
                    public Collection<Day> keys(Delivery<Event> delivery) {
                        return List.of(
                                new Day(
                                        delivery.recorded().entity().value(),
                                        delivery.event() instanceof Event.Taken));
                    }

                    @Override
                    public Total fold(Day key, @Nullable Total before, Delivery<Event> delivery) {
                        long amount =
                                switch (delivery.event()) {
                                    case Event.Added(long added, _) -> added;
                                    case Event.Taken(long taken, _) -> taken;
                                };
                        return new Total((before == null ? 0 : before.amount) + amount);
                    }
                });
    }
}
