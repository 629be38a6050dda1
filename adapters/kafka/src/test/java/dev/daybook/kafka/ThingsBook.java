package dev.daybook.kafka;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.Batch;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.commit.WriteStore.Transaction;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.JournalFeed;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.JournalSource;
import dev.daybook.engine.relay.Source;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.postgres.PostgresViews;
import dev.daybook.postgres.StateTables;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one node has of a real book in PostgreSQL, in which a history of things is recorded bit by
 * bit, and of which a relay takes it by either source.
 */
final class ThingsBook implements AutoCloseable {

    /** Where a relay takes the events from. */
    enum From {
        JOURNAL,
        WAL
    }

    /** Nothing is kept of things: nobody decides about them. */
    sealed interface State {
        record Thing(String name) implements State {}
    }

    private static final class Nobody implements Decider<Object, State, Things.Event> {

        @Override
        public Set<EntityId> touches(Object command, UUID id, Entities<State> known) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decision<Things.Event> decide(
                Object command, Context context, Entities<State> entities) {
            throw new UnsupportedOperationException();
        }

        @Override
        public State evolve(@Nullable State before, Things.Event event) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoTables implements StateTables<State> {

        @Override
        public String schema() {
            return "create table thing (id text primary key)";
        }

        @Override
        public Map<EntityId, Versioned<State>> load(
                Connection connection, Collection<EntityId> entities) {
            return Map.of();
        }

        @Override
        public void save(Connection connection, List<StateChange<State>> changes) {}

        @Override
        public long count(Connection connection) {
            return 0;
        }
    }

    private static final Domain<Object, State, Things.Event> DOMAIN =
            new Domain<>("things", new Nobody(), Things.CATALOG, StateCodec.of(State.class));

    private final From from;
    private final List<RecordedEvent> history;
    private final PostgresViews views;
    private final PostgresBook<State> storage;
    private final JournalFeed feed;
    private final AutoCloseable headListener;

    ThingsBook(PostgresSettings settings, String book, From from, List<RecordedEvent> history) {
        this.from = from;
        this.history = history;
        this.views = new PostgresViews(settings, book);
        this.storage = new PostgresBook<>(settings, book, DOMAIN, new NoTables(), views.ledger());
        this.feed = new JournalFeed(storage.journal());
        this.headListener = storage.onHeadMoved(feed::heard);
    }

    /** Everything up to this position happens, in one transaction. */
    void upTo(long position) {
        try (Transaction<State> transaction = storage.writes().begin()) {
            Head head = transaction.head();
            List<RecordedEvent> events = history.subList((int) head.position(), (int) position);
            MerkleFrontier frontier = head.frontier().copy();
            events.forEach(event -> frontier.append(event.hash()));
            transaction.write(
                    new Batch<>(
                            new Head(
                                    head.book(),
                                    position,
                                    events.getLast().recordedAt(),
                                    head.lanes(),
                                    frontier),
                            events,
                            events.stream().map(ThingsBook::command).toList(),
                            List.of(),
                            List.of()));
            transaction.commit();
        }
    }

    private static CommandRecord command(RecordedEvent event) {
        return new CommandRecord(
                event.command(),
                "client",
                null,
                new byte[32],
                "test",
                event.provenance(),
                event.recordedAt(),
                event.recordedAt(),
                event.position(),
                new Outcome.Committed(event.position(), event.position()));
    }

    /** This node hears of what it has written itself, as that of a committer does. */
    void heardOf(int after, int upTo) {
        feed.committed(history.subList(after, upTo), 1);
    }

    /** Gives up what the database keeps for a relay. */
    void abandon() {
        storage.abandonWal();
    }

    /** For one relay. */
    Source source() {
        return switch (from) {
            case JOURNAL -> new JournalSource(feed, () -> false, storage::abandonWal);
            case WAL -> storage.wal();
        };
    }

    Feed feed() {
        return feed;
    }

    Journal journal() {
        return storage.journal();
    }

    @Override
    public void close() {
        try {
            headListener.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        storage.close();
        views.close();
    }
}
