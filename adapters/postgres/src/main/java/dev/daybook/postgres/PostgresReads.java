package dev.daybook.postgres;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.commit.WriteStore.Reads;
import dev.daybook.engine.event.EntityId;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a decision looks up, on a connection that the caller opens and ends. */
final class PostgresReads<S> implements Reads<S> {

    private static final String BY_KEY = CommandRows.SELECT + " where c.key_digest = any (?)";

    private static final String BY_ID = CommandRows.SELECT + " where c.id = any (?)";

    private final Connection connection;
    private final StateTables<S> tables;
    private final Runnable broken;

    /**
     * @param broken to be called when the connection must not be used again
     */
    PostgresReads(Connection connection, StateTables<S> tables, Runnable broken) {
        this.connection = connection;
        this.tables = tables;
        this.broken = broken;
    }

    @Override
    public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
        try {
            List<CommandRecord> found = new ArrayList<>();
            if (!keys.isEmpty()) {
                try (PreparedStatement query = connection.prepareStatement(BY_KEY)) {
                    query.setArray(1, uuids(keys.stream().map(KeyDigest::of).toArray()));
                    found.addAll(CommandRows.read(query));
                }
            }
            if (!ids.isEmpty()) {
                try (PreparedStatement query = connection.prepareStatement(BY_ID)) {
                    query.setArray(1, uuids(ids.toArray()));
                    found.addAll(CommandRows.read(query));
                }
            }
            return found;
        } catch (SQLException failure) {
            broken.run();
            throw Sql.failed("look up commands", failure);
        } catch (RuntimeException | Error defect) {
            broken.run(); // in the middle of an exchange, who knows which answer comes next
            throw defect;
        }
    }

    @Override
    public Map<EntityId, Versioned<S>> load(Collection<EntityId> entities) {
        try {
            return tables.load(connection, entities);
        } catch (SQLException failure) {
            broken.run();
            throw Sql.failed("load entities", failure);
        } catch (RuntimeException | Error defect) {
            broken.run(); // in the middle of an exchange, who knows which answer comes next
            throw defect;
        }
    }

    private Array uuids(Object[] values) throws SQLException {
        return connection.createArrayOf("uuid", values);
    }
}
