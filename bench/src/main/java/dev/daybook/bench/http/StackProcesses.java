package dev.daybook.bench.http;

import dev.daybook.bench.load.ScratchDirectory;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code ./daybook stack up} on a directory that is thrown away: Kafka, a schema registry,
 * Elasticsearch, Redis, S3 and a second PostgreSQL.
 */
public final class StackProcesses implements AutoCloseable {

    private static final int SERVERS = 6;
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 30_000;
    private static final int TRIES = 100;

    private final Path data;
    private final Thread atExit = new Thread(this::stop, "bench-stop-stack");

    private StackProcesses(Path data) {
        this.data = data;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts them; returns when all run.
     *
     * @throws IllegalStateException when one does not start, or as {@link ServerProcess#start}
     */
    public static StackProcesses start() throws InterruptedException {
        StackProcesses stack = new StackProcesses(ScratchDirectory.make());
        try {
            Launcher.run(
                    "stack",
                    "up",
                    "--data",
                    stack.data.toString(),
                    "--base-port",
                    Integer.toString(freePorts()));
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
    }

    /** The first of as many ports in a row as there are servers, all of which are free. */
    private static int freePorts() {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            if (areFree(first)) {
                return first;
            }
        }
        throw new IllegalStateException("There are no " + SERVERS + " free ports in a row.");
    }

    private static boolean areFree(int first) {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int port = first; port < first + SERVERS; port++) {
                open.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            open.forEach(StackProcesses::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** Where a server of Daybook may keep its own data beside theirs. */
    public Path data() {
        return data;
    }

    /** The processes of all servers, without those that they started. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> servers = Files.newDirectoryStream(data.resolve("stack"))) {
            for (Path server : servers) {
                Path file = server.resolve("process");
                if (Files.exists(file)) {
                    Files.readAllLines(file).stream()
                            .skip(1) // the port
                            .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                            .forEach(pids::add);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        if (pids.size() < SERVERS) {
            throw new IllegalStateException("Not all servers left their processes: " + pids);
        }
        return pids;
    }

    /** For {@code serve --config}. */
    public Path configuration() {
        return data.resolve("stack.yaml");
    }

    /**
     * The same for a node that answers requests and leaves relay and views to another; see {@link
     * #configurationBehind}.
     */
    public Path configurationInFront() {
        return configurationWith("front.yaml", "node.background: false");
    }

    /** The same for a node that shares the book that a server keeps in a directory. */
    public Path configurationBehind(Path front) {
        PostgresSettings write =
                PostgresServer.running(front.resolve("postgres"), "daybook")
                        .orElseThrow(() -> new IllegalStateException("No server keeps a book."));
        return configurationWith(
                "behind.yaml",
                "write.jdbc-url: " + write.jdbcUrl(),
                "write.user: " + write.user(),
                "write.password: " + write.password());
    }

    private Path configurationWith(String name, String... lines) {
        try {
            return Files.writeString(
                    data.resolve(name),
                    Files.readString(configuration()) + String.join("\n", lines) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A setting of the configuration, such as {@code views.jdbc-url}. */
    public String setting(String key) {
        try {
            return Files.readAllLines(configuration()).stream()
                    .filter(line -> line.startsWith(key + ": "))
                    .map(line -> line.substring(key.length() + 2))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No setting " + key + "."));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            Launcher.run("stack", "down", "--wipe", "--data", data.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ScratchDirectory.delete(data);
    }
}
