package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.ViewLedger;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

/** Parked events, and when views reached their positions, in two small tables. */
final class PostgresViewLedger implements ViewLedger {

    /** The newest moments that are kept for each view. */
    private static final int REACHED_MAX = 100_000;

    /** Old moments are thinned out at every so many savings, on average. */
    private static final int THIN_EVERY = 500;

    private final DataSource pool;

    PostgresViewLedger(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public void park(Collection<ParkedEvent> events) {
        Sql.transaction(
                pool,
                "park events",
                connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into parked (view, position, kind, entity, error,"
                                            + " parked_at) values (?, ?, ?, ?, ?, ?) on conflict do"
                                            + " nothing")) {
                        for (ParkedEvent event : events) {
                            insert.setString(1, event.view());
                            insert.setLong(2, event.position());
                            insert.setString(3, event.entity().kind());
                            insert.setString(4, event.entity().value());
                            insert.setString(5, event.error());
                            insert.setObject(6, event.parkedAt().atOffset(ZoneOffset.UTC));
                            insert.addBatch();
                        }
                        insert.executeBatch();
                    }
                    return true;
                });
    }

    @Override
    public List<ParkedEvent> parked(String view) {
        return Sql.query(
                pool,
                "read the parked events",
                connection -> {
                    List<ParkedEvent> events = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select kind, entity, position, error, parked_at from parked"
                                            + " where view = ? order by position")) {
                        query.setString(1, view);
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                events.add(
                                        new ParkedEvent(
                                                view,
                                                new EntityId(rows.getString(1), rows.getString(2)),
                                                rows.getLong(3),
                                                rows.getString(4),
                                                Sql.instant(rows, 5)));
                            }
                        }
                    }
                    return events;
                });
    }

    @Override
    public void release(String view, Collection<Long> positions) {
        Sql.query(
                pool, "release parked events", connection -> release(connection, view, positions));
    }

    /** Within the transaction that makes the events good. */
    static boolean release(Connection connection, String view, Collection<Long> positions)
            throws SQLException {
        if (!positions.isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "delete from parked where view = ? and position = any (?)")) {
                delete.setString(1, view);
                delete.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
                delete.executeUpdate();
            }
        }
        return !positions.isEmpty();
    }

    @Override
    public void reached(String view, Collection<Reached> entries) {
        Sql.transaction(
                pool,
                "keep the moments of a view",
                connection -> {
                    PostgresViews.relaxDurability(connection);
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into reached (view, position, at) select ?, * from"
                                        + " unnest(?::bigint[], ?::timestamptz[]) on conflict do"
                                        + " nothing")) {
                        insert.setString(1, view);
                        insert.setArray(
                                2,
                                connection.createArrayOf(
                                        "bigint",
                                        entries.stream().map(Reached::position).toArray()));
                        insert.setArray(
                                3,
                                connection.createArrayOf(
                                        "timestamptz",
                                        entries.stream()
                                                .map(entry -> entry.at().toString())
                                                .toArray()));
                        insert.executeUpdate();
                    }
                    if (ThreadLocalRandom.current().nextInt(THIN_EVERY) == 0) {
                        thin(connection, view);
                    }
                    return true;
                });
    }

    private static void thin(Connection connection, String view) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "delete from reached where view = ? and position < (select position from"
                                + " reached where view = ? order by position desc offset "
                                + REACHED_MAX
                                + " limit 1)")) {
            delete.setString(1, view);
            delete.setString(2, view);
            delete.executeUpdate();
        }
    }

    @Override
    public @Nullable Reached firstReached(String view, long position) {
        return Sql.<@Nullable Reached>query(
                pool,
                "read the moments of a view",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select position, at from reached where view = ? and position"
                                        + " >= ? and exists (select 1 from reached where view = ?"
                                        + " and position <= ?) order by position limit 1")) {
                        query.setString(1, view);
                        query.setLong(2, position);
                        query.setString(3, view);
                        query.setLong(4, position);
                        try (ResultSet row = query.executeQuery()) {
                            return row.next()
                                    ? new Reached(row.getLong(1), Sql.instant(row, 2))
                                    : null;
                        }
                    }
                });
    }
}
