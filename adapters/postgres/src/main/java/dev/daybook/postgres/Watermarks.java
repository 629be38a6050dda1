package dev.daybook.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far each view is, in the transaction of its rows. */
final class Watermarks {

    private Watermarks() {}

    /**
     * The position of a view, 0 for a new one. A view whose values have changed their shape is not
     * there any more: its table is dropped and it starts again.
     */
    static long open(Connection connection, String view, String table, long shape)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select position, shape from watermark where view = ?")) {
            query.setString(1, view);
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && row.getLong(2) == shape) {
                    return row.getLong(1);
                }
            }
        }
        drop(connection, view, table);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into watermark (view, position, shape) values (?, 0, ?)")) {
            insert.setString(1, view);
            insert.setLong(2, shape);
            insert.executeUpdate();
        }
        return 0;
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
