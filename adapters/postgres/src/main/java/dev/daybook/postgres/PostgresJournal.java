package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.DroppedEventsException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

/**
 * The journal of one book in PostgreSQL. What was dropped is noted in the transaction that dropped
 * it, and looked up after reading: what was not found then and should have been is in the archive.
 */
final class PostgresJournal implements Journal {

    static final String HEAD = "select book, position, recorded_at, lanes, frontier from head";

    /**
     * Bisects the positions, since they have no gaps and time never runs backwards along them: no
     * index on the time is needed. Everything up to {@code low} was recorded at or before the
     * instant, nothing after {@code high}.
     */
    private static final String POSITION_AT =
            """
            with recursive bisection (low, high) as (
              select dropped, position from head, extent
              union all
              select case when j.recorded_at <= ? then middle else low end,
                     case when j.recorded_at <= ? then high else middle - 1 end
              from (select low, high, (low + high + 1) / 2 as middle from bisection where low < high) as halves
              join journal j on j.position = middle
            )
            select low from bisection where low = high
            """;

    private final DataSource pool;
    private final EventRows rows;

    PostgresJournal(DataSource pool, EventRows rows) {
        this.pool = pool;
        this.rows = rows;
    }

    EventRows rows() {
        return rows;
    }

    @Override
    public Head head() {
        return Sql.query(pool, "read the head", connection -> head(connection, rows));
    }

    static Head head(Connection connection, EventRows rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HEAD)) {
            row.next();
            return rows.head(row);
        }
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        return Sql.query(
                pool,
                "read the journal",
                connection -> after(connection, rows, after, Math.min(limit, READ_MAX)));
    }

    @Override
    public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
        return Sql.query(
                pool,
                "read the events of an entity",
                connection -> {
                    List<RecordedEvent> events =
                            rows.of(connection, entity, after, upTo, Math.min(limit, READ_MAX));
                    requireHot(connection, after);
                    return events;
                });
    }

    /** Events after a position; positions have no gaps, so that the first tells what is missing. */
    static List<RecordedEvent> after(Connection connection, EventRows rows, long after, int limit)
            throws SQLException {
        List<RecordedEvent> events = rows.after(connection, after, limit);
        if (events.isEmpty() || events.getFirst().position() != after + 1) {
            requireHot(connection, after);
        }
        return events;
    }

    private static void requireHot(Connection connection, long after) throws SQLException {
        long dropped = JournalExtent.read(connection).dropped();
        if (after < dropped) {
            throw new DroppedEventsException(dropped);
        }
    }

    @Override
    public long positionAt(Instant instant) {
        return Sql.query(
                pool,
                "find the position at an instant",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(POSITION_AT)) {
                        query.setObject(1, instant.atOffset(ZoneOffset.UTC));
                        query.setObject(2, instant.atOffset(ZoneOffset.UTC));
                        long position;
                        try (ResultSet row = query.executeQuery()) {
                            position = row.next() ? row.getLong(1) : 0;
                        }
                        // Where nothing that is here was recorded by then, it may be before.
                        if (position > 0) {
                            requireHot(connection, position - 1);
                        }
                        return position;
                    }
                });
    }

    @Override
    public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
        return Sql.<@Nullable Snapshot>query(
                pool,
                "read a snapshot",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select position, version, type, shape, state from snapshot"
                                        + " where entity = ? and kind = ? and position <= ? order"
                                        + " by position desc limit 1")) {
                        query.setString(1, entity.value());
                        query.setString(2, entity.kind());
                        query.setLong(3, upTo);
                        try (ResultSet row = query.executeQuery()) {
                            return row.next()
                                    ? new Snapshot(
                                            entity,
                                            row.getLong(1),
                                            row.getLong(2),
                                            row.getString(3),
                                            row.getLong(4),
                                            row.getBytes(5))
                                    : null;
                        }
                    }
                });
    }
}
