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
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

/** Parked events, and when views reached their positions, in two small tables. */
final class PostgresViewLedger implements ViewLedger {

    /** The newest moments that are kept for each view. */
    private static final int REACHED_MAX = 100_000;

    /** Old moments are thinned out at every so many savings, on average. */
    private static final int THIN_EVERY = 500;

    /** Where nothing older is kept, the first that is kept need not be the first that was. */
    private static final String FIRST_REACHED =
            """
            select position, at from moment
            where view = ? and position >= ? and ?::smallint = any (lanes)
              and exists (select 1 from moment where view = ? and position <= ?)
            order by position, at limit 1
            """;

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
                                    "insert into moment (view, position, at, lanes) values (?, ?,"
                                            + " ?, ?)")) {
                        for (Reached entry : entries) {
                            insert.setString(1, view);
                            insert.setLong(2, entry.position());
                            insert.setObject(3, entry.at().atOffset(ZoneOffset.UTC));
                            insert.setArray(
                                    4,
                                    connection.createArrayOf("smallint", entry.lanes().toArray()));
                            insert.addBatch();
                        }
                        insert.executeBatch();
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
                        "delete from moment where view = ? and position < (select position from"
                                + " moment where view = ? order by position desc offset "
                                + REACHED_MAX
                                + " limit 1)")) {
            delete.setString(1, view);
            delete.setString(2, view);
            delete.executeUpdate();
        }
    }

    @Override
    public @Nullable Reached firstReached(String view, int lane, long position) {
        return Sql.<@Nullable Reached>query(
                pool,
                "read the moments of a view",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(FIRST_REACHED)) {
                        query.setString(1, view);
                        query.setLong(2, position);
                        query.setInt(3, lane);
                        query.setString(4, view);
                        query.setLong(5, position);
                        try (ResultSet row = query.executeQuery()) {
                            return row.next()
                                    ? new Reached(row.getLong(1), Sql.instant(row, 2), Set.of(lane))
                                    : null;
                        }
                    }
                });
    }
}
