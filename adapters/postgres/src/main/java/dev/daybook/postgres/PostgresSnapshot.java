package dev.daybook.postgres;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A whole book at one moment: a repeatable-read transaction that stays open. */
final class PostgresSnapshot<S> implements BookSnapshot<S> {

    private static final Logger log = LoggerFactory.getLogger(PostgresSnapshot.class);

    private final Connection connection;
    private final EventRows rows;
    private final StateTables<S> tables;
    private final Head head;

    PostgresSnapshot(Connection connection, EventRows rows, StateTables<S> tables)
            throws SQLException {
        this.connection = connection;
        this.rows = rows;
        this.tables = tables;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // Before anything is read, so that no partition that this moment has is dropped meanwhile.
        Sql.execute(connection, "lock table journal in access share mode");
        this.head = PostgresJournal.head(connection, rows);
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        try {
            return PostgresJournal.after(connection, rows, after, limit);
        } catch (SQLException failure) {
            throw Sql.failed("read the journal", failure);
        }
    }

    @Override
    public Map<EntityId, Versioned<S>> load(Collection<EntityId> entities) {
        try {
            return tables.load(connection, entities);
        } catch (SQLException failure) {
            throw Sql.failed("load entities", failure);
        }
    }

    @Override
    public long entities() {
        try {
            return tables.count(connection);
        } catch (SQLException failure) {
            throw Sql.failed("count the entities", failure);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
        } catch (SQLException failure) {
            log.debug("The connection of a snapshot could not be returned.", failure);
        }
    }
}
