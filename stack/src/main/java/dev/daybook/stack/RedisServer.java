package dev.daybook.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.daybook.stack.ServerProcess.Program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Redis, with a password made up when its directory was. It notes every write in a file, and hands
 * that to the disk each second: a machine that goes down costs about that. So does being killed
 * while the disk is slow, for then Redis puts off writing to the file, for two seconds at most.
 */
public final class RedisServer implements StackServer {

    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final int ANSWER_MAX_MILLIS = 2_000;
    private static final String PASSWORD = "password";

    private final int port;
    private final String password;
    private final ServerProcess process;

    private RedisServer(int port, String password, ServerProcess process) {
        this.port = port;
        this.password = password;
        this.process = process;
    }

    /**
     * Starts a server on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start
     */
    public static RedisServer start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    static RedisServer start(Path directory, int port, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.prepare(home);
        int actual = Ports.orFree(port);
        try {
            String password = password(home);
            Path configuration = home.resolve("redis.conf");
            Secret.write(configuration, configuration(home, actual, password));
            Program program =
                    new Program(
                            "Redis",
                            home,
                            actual,
                            List.of(program(home).toString(), configuration.toString()),
                            Map.of(),
                            () -> isHealthy(actual, password),
                            START_MAX);
            return new RedisServer(actual, password, ServerProcess.start(program, lifetime));
        } catch (IOException unwritable) {
            throw ServerFailedException.files(home, unwritable);
        }
    }

    private static String configuration(Path home, int port, String password) {
        return """
        bind 127.0.0.1
        port %d
        requirepass %s
        dir "%s"
        appendonly yes
        appendfsync everysec
        save ""
        daemonize no
        """
                .formatted(port, password, home);
    }

    /**
     * The program for this platform, copied to where it may be marked as one: the build directory
     * may belong to somebody else. It is another process that copies it. A file that this one has
     * open for writing is open in every process that is started at that moment, for a little longer
     * than here, and the system runs no file that anybody may still write to.
     */
    static Path program(Path home) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String platform =
                (system.contains("mac") ? "darwin" : "linux")
                        + (machine.contains("aarch64") || machine.contains("arm64")
                                ? "-arm64"
                                : "-amd64");
        try (var files = Files.newDirectoryStream(Installation.of("redis"), "*-" + platform)) {
            for (Path file : files) {
                Path copy = home.resolve("redis-server");
                if (!Processes.succeed(
                        List.of("install", "-m", "700", file.toString(), copy.toString()))) {
                    throw new IOException(file + " cannot be copied to " + copy);
                }
                return copy;
            }
        }
        throw new ServerFailedException("There is no Redis for " + platform + ".");
    }

    static String password(Path directory) throws IOException {
        return Secret.in(directory.resolve(PASSWORD));
    }

    /** With the password that is kept in its directory. */
    static boolean isHealthy(Path directory, int port) {
        try {
            return isHealthy(port, password(directory));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** While it loads what it kept, it answers that it does. */
    private static boolean isHealthy(int port, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.on(port), ANSWER_MAX_MILLIS);
            socket.setSoTimeout(ANSWER_MAX_MILLIS);
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\nPING\r\n").getBytes(US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return "+OK".equals(in.readLine()) && "+PONG".equals(in.readLine());
        } catch (IOException away) {
            return false;
        }
    }

    /** Address and password in one, as clients take it. */
    public String url() {
        return url(port, password);
    }

    static String url(int port, String password) {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    public String password() {
        return password;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isHealthy() {
        return isHealthy(port, password);
    }

    @Override
    public void close() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }
}
