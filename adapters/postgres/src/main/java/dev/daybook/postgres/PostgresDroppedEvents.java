package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.DroppedEvents;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * Finds the dropped events of an entity: by a hash of its name in the table that was filled when
 * they were dropped, and by the command that it is named after.
 */
final class PostgresDroppedEvents implements DroppedEvents {

    /** Positions are kept as their distance from the beginning of such a stretch. */
    static final int STRETCH = 100_000;

    private static final String OF_ENTITY =
            "select stretch, offsets from dropped_entity where entity = hashtextextended(?, 0)"
                    + " and stretch between ? and ? order by stretch";

    private static final String OF_COMMAND =
            "select first_position, position from command where id = ? and first_position is not"
                    + " null";

    private final DataSource pool;

    PostgresDroppedEvents(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public String place() {
        return Sql.query(
                pool,
                "read where the dropped events are",
                connection -> JournalExtent.read(connection).place());
    }

    @Override
    public List<Long> candidates(EntityId entity, long after, long upTo, int limit) {
        return Sql.query(
                pool,
                "find the dropped events of an entity",
                connection -> {
                    List<Long> found = new ArrayList<>();
                    UUID namesake = EventRows.uuidOrNull(entity.value());
                    if (namesake != null) {
                        ofCommand(connection, namesake, after, upTo, limit, found);
                    }
                    // What bears the name follows what the command of this name made.
                    long behind = found.isEmpty() ? after : found.getLast();
                    ofEntity(connection, entity, behind, upTo, limit, found);
                    return found;
                });
    }

    private static void ofCommand(
            Connection connection, UUID id, long after, long upTo, int limit, List<Long> found)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OF_COMMAND)) {
            query.setObject(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    long last = Math.min(row.getLong(2), upTo);
                    for (long position = Math.max(row.getLong(1), after + 1);
                            position <= last && found.size() < limit;
                            position++) {
                        found.add(position);
                    }
                }
            }
        }
    }

    private static void ofEntity(
            Connection connection,
            EntityId entity,
            long after,
            long upTo,
            int limit,
            List<Long> found)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OF_ENTITY)) {
            query.setString(1, entity.value());
            query.setLong(2, after / STRETCH);
            query.setLong(3, upTo / STRETCH);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next() && found.size() < limit) {
                    long begin = rows.getLong(1) * STRETCH;
                    for (@Nullable Integer offset : (Integer[]) rows.getArray(2).getArray()) {
                        long position = begin + (offset == null ? 0 : offset);
                        if (position > after && position <= upTo && found.size() < limit) {
                            found.add(position);
                        }
                    }
                }
            }
        }
    }
}
