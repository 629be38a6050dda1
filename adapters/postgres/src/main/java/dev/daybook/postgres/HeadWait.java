package dev.daybook.postgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How long a node waits for the head of a book, and what it does about another that keeps it. A
 * node that stands still or is cut off in the middle of a transaction would keep the head from all
 * others, for as long as the server waits for its next word. Its transaction is ended by whoever
 * has waited long enough; a node that is well finds that out, and tries its batch again.
 */
final class HeadWait {

    private static final Logger log = LoggerFactory.getLogger(HeadWait.class);

    private static final int SECONDS_MAX = 5;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String END_WHO_STANDS_STILL =
            """
            select pid, pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and application_name = ? and pid <> pg_backend_pid()
              and wait_event in ('ClientRead', 'ClientWrite') and state_change < clock_timestamp() - make_interval(secs => ?)
            """;

    private final PostgresSettings settings;
    private final String schema;

    HeadWait(PostgresSettings settings, String schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** What the connections of all nodes that write to this book are called. */
    private String writer() {
        return "writer " + schema;
    }

    /** To be called on each connection that will wait for the head. */
    void prepare(Connection connection) throws SQLException {
        Sql.execute(connection, "set application_name = '" + writer() + "'");
        Sql.execute(connection, "set lock_timeout = '" + SECONDS_MAX + "s'");
    }

    /** The head could not be had. */
    void failed(SQLException failure) {
        if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
            endWhoStandsStill();
        }
    }

    private void endWhoStandsStill() {
        try (Connection other = settings.connect(schema);
                PreparedStatement query = other.prepareStatement(END_WHO_STANDS_STILL)) {
            query.setString(1, writer());
            query.setInt(2, SECONDS_MAX);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    log.warn(
                            "The transaction of a node that stood still was ended (pid {}).",
                            rows.getInt(1));
                }
            }
        } catch (SQLException failure) {
            log.warn("Who keeps the head locked could not be found out: {}", failure.getMessage());
        }
    }
}
