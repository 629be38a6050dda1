package dev.daybook.postgres;

import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

import javax.sql.DataSource;

/** Runs work on a connection and says what failed in the engine's terms. */
public final class Sql {

    private Sql() {}

    /** Work that answers. */
    @FunctionalInterface
    public interface Query<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs one query on a connection of the pool, which commits by itself. It may run twice: a
     * connection that died while nobody used it is found out only by using it.
     */
    public static <T extends @Nullable Object> T query(
            DataSource pool, String what, Query<T> query) {
        try {
            return once(pool, query);
        } catch (SQLException failure) {
            if (!isLostConnection(failure)) {
                throw failed(what, failure);
            }
        }
        try {
            return once(pool, query);
        } catch (SQLException again) {
            throw failed(what, again);
        }
    }

    /** Runs one statement, which commits by itself, and never runs it twice. */
    static <T extends @Nullable Object> T once(DataSource pool, String what, Query<T> statement) {
        try {
            return once(pool, statement);
        } catch (SQLException failure) {
            throw failed(what, failure);
        }
    }

    private static <T extends @Nullable Object> T once(DataSource pool, Query<T> query)
            throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return query.run(connection);
        }
    }

    /**
     * Class 08 is a connection exception, 57P one that the server has ended. A pool that had no
     * connection to give has waited for one already, and waiting again would help nobody.
     */
    private static boolean isLostConnection(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return false;
        }
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Runs work in one transaction: all of it holds, or none. */
    public static <T extends @Nullable Object> T transaction(
            DataSource pool, String what, Query<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T answer = work.run(connection);
                connection.commit();
                return answer;
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw failed(what, failure);
        }
    }

    static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static StorageException failed(String what, SQLException failure) {
        return new StorageException(
                "PostgreSQL could not " + what + ": " + failure.getMessage(), failure);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * Throws unless a name can stand in SQL without quotes: lower-case letters, digits and
     * underscores.
     */
    static String checkedName(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,50}")) {
            throw new IllegalArgumentException(
                    "A name in the database is lower-case letters, digits and underscores, not '"
                            + name
                            + "'.");
        }
        return name;
    }
}
