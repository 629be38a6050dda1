package dev.daybook.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which part of a book's journal is in the database, and in what partitions.
 *
 * @param partitionEvents how many events a partition has
 * @param dropped every position up to this one has been dropped, the end of a partition; 0 when
 *     everything is there
 * @param place the archive that has what was dropped
 */
public record JournalExtent(long partitionEvents, long dropped, String place) {

    static JournalExtent read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select partition_events, dropped, place from extent")) {
            row.next();
            return new JournalExtent(row.getLong(1), row.getLong(2), row.getString(3));
        }
    }

    /** The partition that holds a position. */
    long partition(long position) {
        return (position - 1) / partitionEvents;
    }

    /** The last position of a partition. */
    long last(long partition) {
        return (partition + 1) * partitionEvents;
    }

    static String table(long partition) {
        return "journal_" + partition;
    }

    /**
     * Creates a partition. It is made by itself and attached then: to be created as a partition it
     * would have to wait for whoever reads the journal, a verification perhaps.
     */
    void create(Connection connection, long partition) throws SQLException {
        String table = table(partition);
        Sql.execute(connection, "create table " + table + " (like journal including all)");
        Sql.execute(
                connection,
                "alter table journal attach partition "
                        + table
                        + " for values from ("
                        + (last(partition - 1) + 1)
                        + ") to ("
                        + (last(partition) + 1)
                        + ")");
    }
}
