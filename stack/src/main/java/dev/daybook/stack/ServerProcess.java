package dev.daybook.stack;

import dev.daybook.stack.Processes.Signal;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The process of a server, which writes to the file {@code server.log} in the server's directory,
 * and is named by a {@link ProcessFile} there.
 */
final class ServerProcess {

    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;
    private static final String LOG = "server.log";

    private final Path directory;
    private final ProcessHandle process;
    private final @Nullable Guard guard;

    private ServerProcess(Path directory, ProcessHandle process, @Nullable Guard guard) {
        this.directory = directory;
        this.process = process;
        this.guard = guard;
    }

    /**
     * What to run.
     *
     * @param name of the server, for messages
     * @param port where it will listen
     * @param healthy whether it does its work; asked again and again, and answers in a few seconds
     * @param startMax how long it may take until it does
     */
    record Program(
            String name,
            Path directory,
            int port,
            List<String> command,
            Map<String, String> environment,
            BooleanSupplier healthy,
            Duration startMax) {}

    /**
     * Makes a directory ready for a server: whatever an earlier process left running on it is
     * stopped, and the log of the last time put aside.
     */
    static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            stopIn(directory, Signal.TERMINATE);
            Path log = directory.resolve(LOG);
            if (Files.exists(log)) {
                Files.move(log, directory.resolve(LOG + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unwritable) {
            throw ServerFailedException.files(directory, unwritable);
        }
    }

    /** Stops what runs on a directory, whoever started it; whether anything did. */
    static boolean stopIn(Path directory, Signal signal) {
        boolean found =
                ProcessFile.in(directory)
                        .map(file -> {
                            Processes.stop(file.processes(), signal, STOP_MAX);
                            return true;
                        })
                        .orElse(false);
        ProcessFile.delete(directory);
        return found;
    }

    /**
     * Starts a server, and returns when it does its work.
     *
     * @throws ServerFailedException when it does not in time, or ends; nothing of it runs then
     */
    static ServerProcess start(Program program, Lifetime lifetime) {
        if (!Ports.isFree(program.port())) {
            throw new ServerFailedException(
                    "The port "
                            + program.port()
                            + ", meant for "
                            + program.name()
                            + ", is in use by another program.");
        }
        ServerProcess server = launch(program, lifetime);
        boolean started = false;
        try {
            server.awaitHealthy(program);
            server.remember(program.port()); // with what it has started meanwhile
            started = true;
        } finally {
            if (!started) {
                server.kill();
            }
        }
        return server;
    }

    private static ServerProcess launch(Program program, Lifetime lifetime) {
        Path directory = program.directory();
        ProcessBuilder builder =
                new ProcessBuilder(detached(program.command()))
                        .directory(directory.toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(LOG).toFile());
        // What is meant for our JVM is not meant for the server's.
        builder.environment().keySet().removeIf(name -> name.endsWith("_OPTS"));
        builder.environment().keySet().removeIf(name -> name.startsWith("DAYBOOK_"));
        builder.environment().putAll(program.environment());
        try {
            ProcessHandle process = builder.start().toHandle();
            ServerProcess server =
                    new ServerProcess(
                            directory,
                            process,
                            lifetime == Lifetime.OF_THIS_PROCESS ? Guard.over(process) : null);
            server.remember(program.port());
            return server;
        } catch (IOException impossible) {
            throw new ServerFailedException(
                    program.name() + " could not be started: " + impossible.getMessage(),
                    impossible);
        }
    }

    /** A server goes on when the terminal it was started from is closed. */
    private static List<String> detached(List<String> command) {
        return Stream.concat(
                        Stream.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), command.stream())
                .toList();
    }

    private void remember(int port) {
        new ProcessFile(port, Processes.tree(process)).write(directory);
    }

    private void awaitHealthy(Program program) {
        long deadline = System.nanoTime() + program.startMax().toNanos();
        while (!program.healthy().getAsBoolean()) {
            if (!process.isAlive()) {
                throw new ServerFailedException(
                        program.name() + " ended while it started: " + lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new ServerFailedException(
                        program.name()
                                + " did not start within "
                                + program.startMax().toSeconds()
                                + " s: "
                                + lastWords());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ServerFailedException(
                        "The start of " + program.name() + " was interrupted.", interrupted);
            }
        }
    }

    private String lastWords() {
        return LogFile.lastWords(directory.resolve(LOG));
    }

    void stop() {
        Processes.stop(Processes.tree(process), Signal.TERMINATE, STOP_MAX);
        forget();
    }

    void kill() {
        Processes.kill(Processes.tree(process));
        forget();
    }

    private void forget() {
        if (guard != null) {
            guard.close();
        }
        ProcessFile.delete(directory);
    }
}
