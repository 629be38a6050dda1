package dev.daybook.stack;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All servers of one data directory. They lie in its directory {@code stack}; what {@code serve}
 * has to know of them is in its file {@code stack.yaml}, which only its owner can read. Two
 * processes never start or stop them at a time: the second is refused.
 */
public final class LocalStack {

    private final Path data;
    private final Path directory;
    private final Lifetime lifetime;

    /** Servers that run on after the process that started them. */
    public LocalStack(Path data) {
        this(data, Lifetime.OF_ITS_OWN);
    }

    public LocalStack(Path data, Lifetime lifetime) {
        this.lifetime = lifetime;
        this.data = data;
        this.directory = data.resolve("stack");
    }

    /** How a server is. */
    public enum State {
        HEALTHY,
        /** Its process is there, and does not answer as it should. */
        UNHEALTHY,
        STOPPED
    }

    /**
     * A server at one moment.
     *
     * @param port 0 when it is stopped
     * @param pid 0 when it is stopped
     */
    public record Status(Part part, State state, int port, long pid, Path directory) {}

    /**
     * How a start went.
     *
     * @param alreadyRan whether it was there before
     * @param failure why it does not run; null when it does
     */
    public record Start(
            Part part, int port, Duration took, boolean alreadyRan, @Nullable String failure) {}

    /** The configuration file for {@code serve}. */
    public Path configurationFile() {
        return data.resolve("stack.yaml");
    }

    /**
     * Starts all that do not run, at the same time, and writes the configuration file. One that
     * does not start leaves the others running.
     *
     * @param basePort where Kafka listens; the others follow
     * @param started told of each as soon as it runs, or has failed, by several threads
     * @return how each went
     */
    public List<Start> up(int basePort, Consumer<Start> started) {
        return exclusively(() -> {
            List<Start> starts =
                    onEach(part -> {
                        Start start = start(part, part.port(basePort));
                        started.accept(start);
                        return start;
                    });
            if (starts.stream().allMatch(start -> start.failure() == null)) {
                Secret.write(configurationFile(), configuration(starts));
            }
            return starts;
        });
    }

    private Start start(Part part, int port) {
        long began = System.nanoTime();
        Status before = status(part);
        boolean runs = before.state() == State.HEALTHY;
        @Nullable String failure = null;
        if (runs && before.port() != port) {
            failure =
                    "It already runs on port "
                            + before.port()
                            + "; `./daybook stack down` stops it, to have it on another.";
        } else if (!runs) {
            try {
                part.start(directory(part), port, lifetime);
            } catch (ServerFailedException failed) {
                failure = failed.getMessage();
            }
        }
        return new Start(part, port, Duration.ofNanos(System.nanoTime() - began), runs, failure);
    }

    /** What the configuration file says. */
    private String configuration(List<Start> starts) throws IOException {
        StringBuilder yaml =
                new StringBuilder(
                        "# Written by `./daybook stack up`, for `./daybook serve --config`. It"
                                + " holds passwords.\n");
        settings(starts)
                .forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        return yaml.toString();
    }

    /** How {@code serve} reaches servers that run, passwords included, by the names of settings. */
    public Map<String, String> settings(List<Start> starts) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Start start : starts) {
            settings.putAll(start.part().settings(directory(start.part()), start.port()));
        }
        return settings;
    }

    /** How each is now; asks all at the same time, for at most a few seconds. */
    public List<Status> status() {
        return onEach(this::status);
    }

    private Status status(Part part) {
        Path place = directory(part);
        return ProcessFile.in(place)
                .map(file ->
                        new Status(
                                part,
                                part.isHealthy(place, file.port())
                                        ? State.HEALTHY
                                        : State.UNHEALTHY,
                                file.port(),
                                file.processes().getFirst().pid(),
                                place))
                .orElseGet(() -> new Status(part, State.STOPPED, 0, 0, place));
    }

    /**
     * Stops all that run.
     *
     * @param wipe whether to delete what they kept
     * @return those that ran
     */
    public List<Part> down(boolean wipe) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        return exclusively(() -> {
            List<Optional<Part>> ran =
                    onEach(part ->
                            ServerProcess.stopIn(directory(part), part.stopSignal())
                                    ? Optional.of(part)
                                    : Optional.empty());
            if (wipe) {
                delete(directory);
                Files.deleteIfExists(configurationFile());
            }
            return ran.stream().flatMap(Optional::stream).toList();
        });
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path directory(Part part) {
        return directory.resolve(part.label());
    }

    private <T> T exclusively(Callable<T> work) {
        try {
            Files.createDirectories(directory);
            try (FileChannel file =
                            FileChannel.open(
                                    data.resolve("stack.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = file.tryLock()) {
                if (lock == null) {
                    throw new ServerFailedException(
                            "Another `./daybook stack` starts or stops the servers in "
                                    + directory
                                    + ". Try again in a moment.");
                }
                return work.call();
            }
        } catch (IOException unwritable) {
            throw new ServerFailedException(
                    "Cannot write to " + data + ": " + unwritable.getMessage() + ".", unwritable);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface PartWork<T> {
        T on(Part part);
    }

    private static <T> List<T> onEach(PartWork<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results =
                    Stream.of(Part.values())
                            .map(part -> threads.submit(() -> work.on(part)))
                            .toList();
            return results.stream().map(LocalStack::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("This was interrupted.", interrupted);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(failed.getCause());
        }
    }
}
