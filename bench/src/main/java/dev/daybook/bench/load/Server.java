package dev.daybook.bench.load;

import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server in a directory that is thrown away, if not said otherwise, with the
 * durability of the product. All contestants of a run work on it, one after another.
 */
public final class Server implements AutoCloseable {

    private final Path directory;
    private final PostgresServer postgres;
    private final Thread atExit = new Thread(this::stop, "bench-stop-postgres");
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final boolean kept;

    private Server(Path directory, boolean kept) {
        this.directory = directory;
        this.kept = kept;
        this.postgres = PostgresServer.start(directory.resolve("postgres"));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public static Server start() {
        return new Server(ScratchDirectory.make(), false);
    }

    /**
     * @param kept a directory that stays, with all books in it; null for one that is thrown away
     */
    public static Server start(@Nullable Path kept) {
        return kept == null ? start() : new Server(kept, true);
    }

    /** Whether books stay when they are closed. */
    public boolean isKept() {
        return kept;
    }

    /** A directory for what is not in the database; goes with the server. */
    public Path directory() {
        return directory;
    }

    public PostgresSettings database(String name) {
        return postgres.database(name);
    }

    public int port() {
        return postgres.port();
    }

    /** The process that all processes of the server descend from. */
    public long pid() {
        try {
            Path file = directory.resolve("postgres").resolve("data").resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Connection connect(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(
                settings.jdbcUrl(), settings.user(), settings.password());
    }

    /** Bytes of write-ahead log that the server has written so far. */
    public long walBytes() {
        return number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')");
    }

    /**
     * Takes away what an earlier contestant left to be written, so that the next does not pay for
     * it.
     */
    public void settle() {
        execute("checkpoint");
    }

    /** The server's version and whether it waits for the disk, as it says itself. */
    public String description() {
        return text(
                """
                select 'PostgreSQL ' || current_setting('server_version')
                    || ', fsync ' || current_setting('fsync')
                    || ', synchronous_commit ' || current_setting('synchronous_commit')
                """);
    }

    public void dropSchema(PostgresSettings settings, String schema) {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + schema + " cascade");
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot drop " + schema, failure);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect(postgres.database("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("The server refused: " + sql, failure);
        }
    }

    private long number(String sql) {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) {
        try (Connection connection = connect(postgres.database("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException("The server refused: " + sql, failure);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    /** Also on Ctrl-C, since the server would outlive this process. */
    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            postgres.close();
            if (!kept) {
                ScratchDirectory.delete(directory);
            }
        }
    }
}
