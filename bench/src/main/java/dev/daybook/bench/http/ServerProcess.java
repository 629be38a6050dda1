package dev.daybook.bench.http;

import dev.daybook.bench.load.ScratchDirectory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./daybook serve}, on a directory that is thrown away unless it is another's. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Path data;
    private final boolean isOwn;
    private final Process process;
    private final URI address;
    private final Thread atExit = new Thread(this::stop, "bench-stop-server");

    private ServerProcess(Path data, boolean isOwn, List<String> before, List<String> options)
            throws InterruptedException {
        this.data = data;
        this.isOwn = isOwn;
        Path log = data.resolve("serve.log");
        List<String> line = new ArrayList<>(before);
        line.addAll(
                List.of(
                        Launcher.file().toString(),
                        "serve",
                        "--data",
                        data.toString(),
                        "--port",
                        "0"));
        line.addAll(options);
        try {
            this.process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("Daybook could not be started.", failed);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
        this.address = awaitAddress(log);
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @throws IllegalStateException when this program was not started by Daybook's launcher
     */
    public static ServerProcess start() throws InterruptedException {
        Launcher.run("version"); // builds the product when it is stale
        return new ServerProcess(ScratchDirectory.make(), true, List.of(), List.of());
    }

    /**
     * The same on a directory that stays, and with further options of {@code serve}.
     *
     * @throws IllegalStateException as {@link #start}
     */
    public static ServerProcess startOn(Path data, List<String> options)
            throws InterruptedException {
        Launcher.run("version");
        return new ServerProcess(data, false, List.of(), options);
    }

    /**
     * The same by another program, such as {@code nice}.
     *
     * @param before what comes before the command; possibly nothing
     */
    public static ServerProcess startWith(List<String> before, Path data, List<String> options)
            throws InterruptedException {
        return new ServerProcess(data, false, before, options);
    }

    /** The file by which a running instance tells others where it is; see its documentation. */
    private URI awaitAddress(Path log) throws InterruptedException {
        Path announced = data.resolve("serve.json");
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(announced)) {
                JsonNode json = JsonMapper.shared().readTree(announced.toFile());
                return URI.create(json.path("url").asString());
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        String said;
        try {
            said = Files.readString(log);
        } catch (IOException unreadable) {
            said = unreadable.toString();
        }
        close();
        throw new IllegalStateException("The server did not start: " + said);
    }

    public URI address() {
        return address;
    }

    /** The process of the service itself; its database is of others. */
    public long pid() {
        return process.pid();
    }

    /** The process that all of its database descend from. */
    public long databasePid() {
        try {
            Path file = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A token for everything, signed with the directory's key. */
    public String token() throws InterruptedException {
        return Launcher.run(
                "token", "--actor", "bench", "--roles", "admin", "--data", data.toString());
    }

    /**
     * Has the product check its whole book.
     *
     * @throws IllegalStateException when there is a finding
     */
    public void verify() throws InterruptedException {
        Launcher.run("verify", "--data", data.toString());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        process.destroy(); // a signal, upon which it stops its database too
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (isOwn) {
            ScratchDirectory.delete(data);
        }
    }
}
