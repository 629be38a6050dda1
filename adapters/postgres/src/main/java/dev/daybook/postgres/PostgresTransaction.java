package dev.daybook.postgres;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.Batch;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.commit.WriteStore.Transaction;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One batch in one transaction, under the lock of the head row. */
final class PostgresTransaction<S> implements Transaction<S> {

    /** Moves the head and, when the transaction commits, tells all nodes that listen. */
    private static final String UPDATE_HEAD =
            """
            with moved as (
              update head set position = ?, recorded_at = ?, lanes = ?, frontier = ? returning position
            )
            select pg_notify(current_schema, position::text) from moved
            """;

    private static final String SNAPSHOT =
            "snapshot (kind, entity, position, version, type, shape, state)";

    private final Connection connection;
    private final EventRows rows;
    private final StateTables<S> tables;
    private final JournalExtent extent;
    private final PostgresReads<S> reads;
    private final Runnable discard;
    private final Head head;
    private boolean committed;
    private boolean broken;

    /**
     * @param discard to be called when the connection must not be used again
     */
    PostgresTransaction(
            Connection connection,
            EventRows rows,
            StateTables<S> tables,
            JournalExtent extent,
            Runnable discard)
            throws SQLException {
        this.connection = connection;
        this.rows = rows;
        this.tables = tables;
        this.extent = extent;
        this.discard = discard;
        this.reads = new PostgresReads<>(connection, tables, () -> broken = true);
        try (PreparedStatement query =
                        connection.prepareStatement(PostgresJournal.HEAD + " for update");
                ResultSet row = query.executeQuery()) {
            row.next();
            this.head = rows.head(row);
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T run(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException failure) {
            broken = true;
            throw Sql.failed(what, failure);
        } catch (RuntimeException | Error defect) {
            broken = true; // in the middle of an exchange, who knows which answer comes next
            throw defect;
        }
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public List<RecordedEvent> eventsAfter(long position, int limit) {
        return run(
                "read what another node has written",
                () -> rows.after(connection, position, limit));
    }

    @Override
    public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
        return reads.commands(keys, ids);
    }

    @Override
    public Map<EntityId, Versioned<S>> load(Collection<EntityId> entities) {
        return reads.load(entities);
    }

    @Override
    public void write(Batch<S> batch) {
        run(
                "write a batch",
                () -> {
                    if (!batch.events().isEmpty()) {
                        createPartitions(batch.head().position());
                        rows.copyInto(connection, batch.events());
                        tables.save(connection, batch.states());
                        copySnapshots(batch.snapshots());
                        updateHead(batch.head());
                    }
                    CommandRows.copyInto(connection, batch.commands());
                    return true;
                });
    }

    private void createPartitions(long last) throws SQLException {
        long end = extent.partition(last);
        for (long next = extent.partition(head.position()) + 1; next <= end; next++) {
            extent.create(connection, next);
        }
    }

    private void copySnapshots(List<Snapshot> snapshots) throws SQLException {
        if (snapshots.isEmpty()) {
            return;
        }
        try (BinaryCopy copy = BinaryCopy.into(connection, SNAPSHOT)) {
            for (Snapshot snapshot : snapshots) {
                copy.row(7)
                        .put(snapshot.entity().kind())
                        .put(snapshot.entity().value())
                        .put(snapshot.position())
                        .put(snapshot.version())
                        .put(snapshot.type())
                        .put(snapshot.shape())
                        .put(snapshot.state());
            }
            copy.end();
        }
    }

    private void updateHead(Head after) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE_HEAD)) {
            update.setLong(1, after.position());
            update.setObject(2, after.recordedAt().atOffset(ZoneOffset.UTC));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", Arrays.stream(after.lanes()).boxed().toArray()));
            update.setBytes(4, EventRows.bytes(after.frontier()));
            update.execute();
        }
    }

    @Override
    public void commit() {
        run(
                "commit",
                () -> {
                    connection.commit();
                    committed = true;
                    return true;
                });
    }

    @Override
    public void close() {
        if (broken) {
            discard.run();
        } else if (!committed) {
            try {
                connection.rollback();
            } catch (SQLException failure) {
                discard.run();
            }
        }
    }
}
