package dev.daybook.acceptance;

import dev.daybook.stack.Lifetime;
import dev.daybook.stack.LocalStack;
import dev.daybook.testkit.AtExit;
import dev.daybook.testkit.Backend;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kafka, a schema registry, Elasticsearch, Redis and a second PostgreSQL, which all instances of a
 * JVM share. Each data directory has a book of its own in them.
 */
public final class StackBackend implements Backend {

    /** One for each server. */
    private static final int PORTS = 6;

    private static final int ATTEMPTS = 50;

    private static String settings;

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public List<String> serveOptions(Path data) {
        String own =
                settings()
                        + "book: t"
                        + Integer.toUnsignedString(data.toAbsolutePath().hashCode())
                        + "\n";
        try {
            Path file = Files.writeString(data.resolve("stack.yaml"), own);
            return List.of("--config", file.toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Started when it is first asked for; it ends with this JVM, however that ends. */
    private static synchronized String settings() {
        if (settings == null) {
            settings = start();
        }
        return settings;
    }

    private static String start() {
        LocalStack stack = new LocalStack(Directories.temporary(), Lifetime.OF_THIS_PROCESS);
        List<LocalStack.Start> starts = stack.up(freePorts(), started -> {});
        AtExit.close(() -> stack.down(true));
        for (LocalStack.Start start : starts) {
            if (start.failure() != null) {
                throw new AssertionError(start.part() + ": " + start.failure());
            }
        }
        try {
            return Files.readString(stack.configurationFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The first of so many ports in a row that were free a moment ago. */
    private static int freePorts() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<ServerSocket> open = new ArrayList<>();
            try {
                int first = DaybookProcess.freePort();
                for (int port = first; port < first + PORTS; port++) {
                    open.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                }
                return first;
            } catch (IOException taken) {
                // others, then
            } finally {
                open.forEach(StackBackend::close);
            }
        }
        throw new AssertionError("No " + PORTS + " ports in a row are free.");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
