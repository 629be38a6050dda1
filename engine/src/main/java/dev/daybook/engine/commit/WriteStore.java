package dev.daybook.engine.commit;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The transactional store of one book, as the committer needs it.
 *
 * @param <S> states of entities
 */
public interface WriteStore<S> {

    /**
     * Begins a transaction and locks the head: until it ends, no other node decides for this book.
     *
     * @throws StorageException when that is not possible within the store's time limit
     */
    Transaction<S> begin();

    /**
     * Reads what is durable, without the lock and beside the transaction of another thread: whoever
     * decides on it has to see under the lock that the head has not moved.
     */
    Reads<S> ahead();

    /** What a decision looks up. Used by one thread; may throw {@link StorageException}. */
    interface Reads<S> {

        /** The recorded commands that have one of these keys or identifiers. */
        List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids);

        /** The current state of entities; those that do not exist are absent. */
        Map<EntityId, Versioned<S>> load(Collection<EntityId> entities);
    }

    /** One batch. Used by one thread; every method may throw {@link StorageException}. */
    interface Transaction<S> extends Reads<S>, AutoCloseable {

        /** The head as it stands under the lock. */
        Head head();

        /** Events after a position, in order: what another node has written. */
        List<RecordedEvent> eventsAfter(long position, int limit);

        /**
         * Writes everything of a batch.
         *
         * @throws StorageException also when a command's key or identifier is recorded already
         */
        void write(Batch<S> batch);

        /**
         * Makes it durable. When this returns, the batch is never lost; when it throws, that is not
         * known.
         */
        void commit();

        /** Rolls back unless committed. Never throws. */
        @Override
        void close();
    }

    /** An idempotency key within the keys of one client. */
    record Key(String client, String value) {}

    /**
     * What one transaction writes.
     *
     * @param head the head after the batch
     * @param events new events, in order
     * @param commands outcomes of the commands
     * @param states the state after the batch of every entity that changed
     * @param snapshots states to keep for later readers
     */
    record Batch<S>(
            Head head,
            List<RecordedEvent> events,
            List<CommandRecord> commands,
            List<StateChange<S>> states,
            List<Snapshot> snapshots) {}

    /**
     * An entity that a batch changed.
     *
     * @param before the state before the batch; its version is 0 for a new entity
     * @param after the state after the batch
     */
    record StateChange<S>(EntityId entity, Versioned<S> before, Versioned<S> after) {}
}
