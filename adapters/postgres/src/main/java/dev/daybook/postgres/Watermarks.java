package dev.daybook.postgres;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How far each view is, lane by lane, in the transaction of its rows. */
final class Watermarks {

    private static final long OPENING_LOCK = 0x6461_7962_6f6f_6b03L;

    private Watermarks() {}

    /**
     * The positions of lanes of a view, 0 for those that are new. A view whose values have changed
     * their shape, or whose lanes were followed together and are not now, is not there any more:
     * its table is dropped and it starts again.
     */
    static Progress open(
            Connection connection, String view, String table, long shape, Set<Integer> lanes)
            throws SQLException {
        // Two nodes may open views at once, and one would drop what the other has just made.
        Sql.execute(connection, "select pg_advisory_xact_lock(" + OPENING_LOCK + ")");
        if (!isOf(connection, view, shape, lanes)) {
            drop(connection, view, table);
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into watermark (view, lane, position, shape) select ?, lane, 0, ?"
                                + " from unnest(?::smallint[]) as lane on conflict do nothing")) {
            insert.setString(1, view);
            insert.setLong(2, shape);
            insert.setArray(3, connection.createArrayOf("smallint", lanes.toArray()));
            insert.executeUpdate();
        }
        Map<Integer, Long> own = new TreeMap<>(read(connection, view).positions());
        own.keySet().retainAll(lanes);
        return Progress.of(own);
    }

    private static boolean isOf(Connection connection, String view, long shape, Set<Integer> lanes)
            throws SQLException {
        Set<Integer> found = read(connection, view).lanes();
        boolean together = lanes.contains(Lanes.ALL);
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select coalesce(bool_and(shape = ?), false) from watermark where view ="
                                + " ?")) {
            query.setLong(1, shape);
            query.setString(2, view);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1) && found.contains(Lanes.ALL) == together;
            }
        }
    }

    /** How far a view is; nowhere when it is not there. */
    static Progress read(Connection connection, String view) throws SQLException {
        Map<Integer, Long> positions = new TreeMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select lane, position from watermark where view = ?")) {
            query.setString(1, view);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        return Progress.of(positions);
    }

    static void drop(Connection connection, String view, String table) throws SQLException {
        Sql.execute(connection, "drop table if exists " + table);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from watermark where view = ?")) {
            delete.setString(1, view);
            delete.executeUpdate();
        }
    }
}
