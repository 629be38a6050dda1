package dev.daybook.testkit;

import dev.daybook.postgres.PostgresServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database behind an instance, reached behind its back: to change by hand what nobody should,
 * and to lose what can be rebuilt.
 */
public final class EmbeddedDatabase {

    private EmbeddedDatabase() {}

    /** Changes the book in the database of a running instance; the number of rows changed. */
    public static int change(Path data, String sql) {
        try (Connection connection = connect(data, "daybook");
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to book_main");
            return statement.executeUpdate(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The number of rows of a table in the database of a running instance. */
    public static int count(Path data, String table) {
        try (Connection connection = connect(data, "daybook");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(table, failed);
        }
    }

    /** The last position of the book; 0 while the database or the book is not there. */
    public static long head(Path data) {
        if (!Files.exists(data.resolve("postgres/data/postmaster.pid"))) {
            return 0;
        }
        try (Connection connection = connect(data, "daybook");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select position from book_main.head")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException | UncheckedIOException | IndexOutOfBoundsException notYet) {
            return 0;
        }
    }

    /** Loses every view of an instance that does not run: their database, and the search index. */
    public static void loseViews(Path data) {
        try (PostgresServer server = PostgresServer.start(data.resolve("postgres"))) {
            try (Connection connection = connect(data, "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("drop database daybook_views with (force)");
            } catch (SQLException failed) {
                throw new IllegalStateException(
                        "The views on port " + server.port() + " stay.", failed);
            }
        }
        Directories.delete(data.resolve("search"));
    }

    private static Connection connect(Path data, String database) throws SQLException {
        try {
            Path directory = data.resolve("postgres");
            String port =
                    Files.readAllLines(directory.resolve("data/postmaster.pid")).get(3).strip();
            String password = Files.readString(directory.resolve("password")).strip();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", password);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
