package dev.daybook.stack;

import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.stack.Processes.Signal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL for views alone, so that no query of an analyst touches the one that is written to.
 * The program is the one that Daybook brings along; its password is made up with its directory.
 */
public final class ReadDatabase implements StackServer {

    /** The database that is there from the start. */
    public static final String DATABASE = "daybook_views";

    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int LOGIN_MAX_SECONDS = 2;

    private final Path directory;
    private final PostgresServer server;
    private final PostgresSettings settings;
    private final ProcessHandle postmaster;
    private final @Nullable Guard guard;

    private ReadDatabase(
            Path directory,
            PostgresServer server,
            PostgresSettings settings,
            ProcessHandle postmaster,
            @Nullable Guard guard) {
        this.directory = directory;
        this.server = server;
        this.settings = settings;
        this.postmaster = postmaster;
        this.guard = guard;
    }

    /**
     * Starts a server on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start
     */
    public static ReadDatabase start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    static ReadDatabase start(Path directory, int port, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.stopIn(home, Signal.INTERRUPT);
        int actual = Ports.orFree(port);
        if (!Ports.isFree(actual)) {
            throw new ServerFailedException(
                    "The port "
                            + actual
                            + ", meant for the read database, is in use by another program.");
        }
        try {
            PostgresServer server = PostgresServer.start(home, actual);
            server.leave(); // from here on its process is ours to look after
            PostgresSettings settings = server.database(DATABASE);
            ProcessHandle postmaster = postmaster(home);
            new ProcessFile(actual, List.of(postmaster)).write(home);
            Guard guard = lifetime == Lifetime.OF_THIS_PROCESS ? Guard.over(postmaster) : null;
            return new ReadDatabase(home, server, settings, postmaster, guard);
        } catch (IOException | UncheckedIOException failed) {
            throw new ServerFailedException(
                    "The read database did not start. See " + home.resolve("postgres.log") + ".",
                    failed);
        }
    }

    private static ProcessHandle postmaster(Path home) throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("data").resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .orElseThrow(() -> new IOException("It has ended already."));
    }

    /** How to reach it. */
    public PostgresSettings settings() {
        return settings;
    }

    /** The same of one that another process started. */
    static PostgresSettings settings(Path directory, int port) throws IOException {
        return new PostgresSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE,
                "postgres",
                Files.readString(directory.resolve("password")).strip(),
                1);
    }

    static boolean isHealthy(PostgresSettings settings) {
        DriverManager.setLoginTimeout(LOGIN_MAX_SECONDS);
        try (Connection connection =
                DriverManager.getConnection(
                        settings.jdbcUrl(), settings.user(), settings.password())) {
            return connection.isValid(LOGIN_MAX_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public boolean isHealthy() {
        return isHealthy(settings);
    }

    @Override
    public void close() {
        Processes.stop(Processes.tree(postmaster), Signal.INTERRUPT, STOP_MAX);
        forget();
    }

    @Override
    public void kill() {
        Processes.kill(Processes.tree(postmaster));
        forget();
    }

    private void forget() {
        if (guard != null) {
            guard.close();
        }
        server.close(); // lets go of the directory
        ProcessFile.delete(directory);
    }
}
