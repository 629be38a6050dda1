package dev.daybook.testkit;

import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

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
 * A PostgreSQL server that belongs to no instance, for instances that are told of it by a
 * configuration file. They reach it through a {@link TcpProxy}; it can be killed and started again.
 */
public final class RealPostgres implements AutoCloseable {

    private static final Duration ENDED_MAX = Duration.ofSeconds(20);
    private static final String BOOK = "daybook";

    private final Path directory = Directories.temporary();
    private final TcpProxy proxy;
    private PostgresServer server;

    private RealPostgres() {
        server = PostgresServer.start(directory);
        server.database(BOOK);
        proxy = TcpProxy.to(server.port());
    }

    public static RealPostgres start() {
        return new RealPostgres();
    }

    /** The network before it. */
    public TcpProxy proxy() {
        return proxy;
    }

    /**
     * Starts an instance that keeps its book here, and its views in a database of its own here.
     * What a second one with the same name finds is what the first one left.
     *
     * @param node lower-case letters and digits
     * @param connections the bound of each of its two pools
     */
    public DaybookProcess serve(String node, int connections) {
        return serve(node, write(connections) + settings("views", views(node), connections));
    }

    /** An instance of which nothing more is asked than that it runs. */
    public DaybookProcess serve(String node) {
        return serve(node, 8);
    }

    /**
     * Starts an instance that keeps its book here, and everything else where it is told.
     *
     * @param others more lines of its configuration file, as Java properties
     */
    public DaybookProcess serveWith(String node, String others) {
        return serve(node, write(8) + others);
    }

    private DaybookProcess serve(String node, String settings) {
        Path data = directory.resolve("node-" + node);
        try {
            Files.createDirectories(data);
            Path file = Files.writeString(data.resolve("daybook.properties"), settings);
            return DaybookProcess.startOn(data, "--config", file.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String write(int connections) {
        return settings("write", BOOK, connections);
    }

    private String settings(String part, String name, int connections) {
        PostgresSettings database = server.database(name);
        return """
        %1$s.jdbc-url = jdbc:postgresql://127.0.0.1:%2$d/%3$s
        %1$s.user = %4$s
        %1$s.password = %5$s
        %1$s.connections = %6$d
        """
                .formatted(
                        part,
                        proxy.port(),
                        name,
                        database.user(),
                        database.password(),
                        connections);
    }

    /** A connection to the book, past the proxy. */
    public Connection book() {
        return connect(BOOK);
    }

    /** A connection to the views of a node, past the proxy. */
    public Connection viewsOf(String node) {
        return connect(views(node));
    }

    private static String views(String node) {
        return "views_" + node;
    }

    private Connection connect(String database) {
        PostgresSettings settings = server.database(database);
        try {
            return DriverManager.getConnection(
                    settings.jdbcUrl(), settings.user(), settings.password());
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** kill -9 of the server; its children find out and end. */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        Eventually.holds(
                ENDED_MAX,
                () -> !postmaster.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        server.close(); // or it would start again by itself
    }

    /** Starts it again after {@link #kill}, on another port behind the same proxy. */
    public void restart() {
        server = PostgresServer.start(directory);
        proxy.forwardTo(server.port());
    }

    private ProcessHandle postmaster() {
        try {
            String pid =
                    Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException notRunning) {
            throw new UncheckedIOException(notRunning);
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
        Directories.delete(directory);
    }
}
