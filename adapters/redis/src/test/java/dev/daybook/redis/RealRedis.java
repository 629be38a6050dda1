package dev.daybook.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.daybook.testkit.Eventually;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A Redis of its own that can be killed, with a log that it writes to disk every second. */
final class RealRedis implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RealRedis(Path directory, int port, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.options = options;
        this.process = launch();
    }

    static RealRedis start(Path directory, String... options) {
        return new RealRedis(directory, freePort(), List.of(options));
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Process launch() {
        try {
            Path binary = directory.resolve("bin");
            Files.createDirectories(binary);
            List<String> command = new ArrayList<>();
            command.add(
                    ExecutableProvider.newJarResourceProvider(binary.toFile())
                            .get()
                            .getAbsolutePath());
            command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
            command.addAll(List.of("--dir", directory.toString(), "--save", ""));
            command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
            command.addAll(options);
            Process started =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            directory.resolve("redis.log").toFile()))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            Eventually.holds(READY_MAX, () -> answers() || !started.isAlive());
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            socket.setSoTimeout(1_000);
            byte[] answer = socket.getInputStream().readNBytes(1);
            // - is an error: that it asks for a password is an answer, that it is loading is not
            byte[] rest = socket.getInputStream().readNBytes(3);
            return answer.length > 0 && !new String(rest, US_ASCII).equals("LOA");
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    RedisSettings settings() {
        return settings(port);
    }

    static RedisSettings settings(int port) {
        return RedisSettings.of("redis://127.0.0.1:" + port);
    }

    /** As an operator at a terminal. */
    <T> T operator(Function<RedisCommands<String, String>, T> work) {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        try (var connection = client.connect()) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    /** Another port, on which it speaks TLS only. */
    int openTlsPort() {
        int free = freePort();
        operator(operator -> operator.configSet("tls-port", String.valueOf(free)));
        return free;
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }
}
