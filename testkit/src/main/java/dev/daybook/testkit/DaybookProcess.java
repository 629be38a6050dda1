package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running instance in a process of its own, on a data directory that outlives the process: it can
 * be stopped, killed and started again. Closing it takes away process and, when made here,
 * directory.
 */
public final class DaybookProcess implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    /** Below those that operating systems hand out to clients, also while it is down. */
    private static final int PORT_FIRST = 10_000;

    private static final int PORT_LAST = 20_000;
    private static final int PORT_ATTEMPTS_MAX = 1_000;

    private final Backend backend;
    private final Path data;
    private final boolean temporary;
    private final int port;
    private final List<String> jvmOptions;
    private final List<String> options;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private Process process;
    private Duration timeToReady = Duration.ZERO;

    private DaybookProcess(
            Backend backend,
            Path data,
            boolean temporary,
            List<String> jvmOptions,
            List<String> options) {
        this.backend = backend;
        this.data = data;
        this.temporary = temporary;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.options = List.copyOf(options);
        this.port = freePort();
        this.process = launch();
        boolean ready = false;
        try {
            awaitReady();
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** Starts an instance on a new data directory and waits until it is ready. */
    public static DaybookProcess start(String... options) {
        return new DaybookProcess(
                Backend.chosen(), Directories.temporary(), true, List.of(), List.of(options));
    }

    /** Starts an instance on a data directory that the caller keeps. */
    public static DaybookProcess startOn(Path data, String... options) {
        return new DaybookProcess(Backend.chosen(), data, false, List.of(), List.of(options));
    }

    /** Starts an instance on a new data directory, with options of the JVM. */
    public static DaybookProcess startWith(List<String> jvmOptions, String... options) {
        return new DaybookProcess(
                Backend.chosen(), Directories.temporary(), true, jvmOptions, List.of(options));
    }

    private Process launch() {
        try {
            Files.createDirectories(data);
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    "serve",
                                    "--data",
                                    data.toString(),
                                    "--port",
                                    Integer.toString(port)));
            arguments.addAll(backend.serveOptions(data));
            arguments.addAll(options);
            ProcessBuilder builder =
                    new ProcessBuilder(Program.built().commandLine(flags(), arguments))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(outFile().toFile()))
                            .redirectError(ProcessBuilder.Redirect.appendTo(errFile().toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("DAYBOOK_"));
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** No instance here lives long enough for the JVM's best compiler to pay. */
    private List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        flags.addAll(jvmOptions);
        return flags;
    }

    private void awaitReady() {
        long started = System.nanoTime();
        while (!isReady()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - started);
            if (waited.compareTo(READY_MAX) > 0) {
                process.destroyForcibly();
                throw new AssertionError("Not ready after " + READY_MAX + ".\n" + err());
            }
            if (hasEnded(LOOK_AGAIN)) {
                throw new AssertionError(
                        "It ended before it was ready, with exit code "
                                + process.exitValue()
                                + ".\n"
                                + err());
            }
        }
        timeToReady = Duration.ofNanos(System.nanoTime() - started);
    }

    /** Whether the readiness endpoint answers that it is. */
    public boolean isReady() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url().resolve("/actuator/health/readiness"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private boolean hasEnded(Duration within) {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException runs) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public Path data() {
        return data;
    }

    /** From launch to the first answer that it is ready. */
    public Duration timeToReady() {
        return timeToReady;
    }

    /** The process, those it started, and the database's, which detach themselves. */
    public List<ProcessHandle> processes() {
        List<ProcessHandle> roots = new ArrayList<>(List.of(process.toHandle()));
        databases().forEach(roots::add);
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .toList();
    }

    /** What is in use of its heap after a collection. */
    public long liveHeapBytes() {
        return Heap.liveBytes(process.pid());
    }

    /** What it has written to stderr since the data directory was made, all starts together. */
    public String err() {
        return read(errFile());
    }

    public String out() {
        return read(outFile());
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Tokens signed as the instance's own. */
    public Tokens tokens() {
        return Tokens.of(data);
    }

    /** A client with a token of these roles. */
    public Api api(String... roles) {
        return new Api(url(), tokens().of("tester", roles));
    }

    /** Asks it to stop, as a service manager does; the exit code. */
    public int stop() {
        process.destroy();
        if (!hasEnded(STOP_MAX)) {
            throw new AssertionError(
                    "It had not stopped " + STOP_MAX + " after SIGTERM.\n" + err());
        }
        return process.exitValue();
    }

    /** kill -9: it hears nothing of it. What it had started lives on. */
    public void kill() {
        process.destroyForcibly();
        if (!hasEnded(STOP_MAX)) {
            throw new AssertionError("The process " + process.pid() + " outlived kill -9.");
        }
    }

    /** kill -9 of the process and of its database at once, as when a machine loses its power. */
    public void killWithItsDatabase() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        Eventually.holds(STOP_MAX, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** kill -9 of the embedded database alone. */
    public void killDatabase() {
        databases().forEach(ProcessHandle::destroyForcibly);
    }

    /** Starts it again, and kills it after so long, whatever it has come to by then. */
    public void killWhileItStarts(Duration after) {
        process = launch();
        hasEnded(after);
        kill();
    }

    /** Starts it again on the same data and port. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("It runs.");
        }
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        http.shutdownNow();
        if (process.isAlive()) {
            process.destroy();
            if (!hasEnded(STOP_MAX)) {
                process.destroyForcibly();
                hasEnded(STOP_MAX);
            }
        }
        stopLeftovers();
        if (temporary) {
            Directories.delete(data);
        }
    }

    /** After kill -9 the database's processes live on, until a next start that never comes. */
    private void stopLeftovers() {
        databases().forEach(DaybookProcess::end);
    }

    private Stream<ProcessHandle> databases() {
        return Directories.all(data)
                .filter(path -> path.endsWith("postmaster.pid"))
                .map(file -> read(file).lines().findFirst().orElse("").strip())
                .filter(pid -> !pid.isEmpty())
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .filter(DaybookProcess::isDatabase);
    }

    /** The number may be another process's by now. */
    private static boolean isDatabase(ProcessHandle process) {
        return process.info().command().orElse("").contains("postgres");
    }

    private static void end(ProcessHandle leftover) {
        leftover.destroy();
        try {
            leftover.onExit().get(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            leftover.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Path outFile() {
        return data.resolve("test-stdout.log");
    }

    private Path errFile() {
        return data.resolve("test-stderr.log");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_FIRST, PORT_LAST);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another, then
            }
        }
        throw new IllegalStateException("Hardly any port of this machine is free.");
    }
}
