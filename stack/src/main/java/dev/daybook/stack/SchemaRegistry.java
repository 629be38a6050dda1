package dev.daybook.stack;

import dev.daybook.stack.ServerProcess.Program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Apicurio Registry, which speaks the Confluent API. It keeps schemas in an H2 database in its
 * directory, written through at every commit, so that ids and schemas outlive it being killed.
 */
public final class SchemaRegistry implements StackServer {

    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final int port;
    private final ServerProcess process;

    private SchemaRegistry(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a registry on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start
     */
    public static SchemaRegistry start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    static SchemaRegistry start(Path directory, int port, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.prepare(home);
        int actual = Ports.orFree(port);
        Program program =
                new Program(
                        "The schema registry",
                        home,
                        actual,
                        List.of(
                                Installation.java(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                // It is started often and asked seldom.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-jar",
                                Installation.of("registry").resolve("quarkus-run.jar").toString()),
                        environment(home, actual),
                        () -> isHealthy(actual),
                        START_MAX);
        return new SchemaRegistry(actual, ServerProcess.start(program, lifetime));
    }

    private static Map<String, String> environment(Path home, int port) {
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free())),
                Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
                Map.entry("QUARKUS_OTEL_SDK_DISABLED", "true"),
                Map.entry("APICURIO_STORAGE_KIND", "sql"),
                Map.entry("APICURIO_STORAGE_SQL_KIND", "h2"),
                Map.entry(
                        "APICURIO_DATASOURCE_URL",
                        "jdbc:h2:file:" + home.resolve("registry") + ";WRITE_DELAY=0"),
                Map.entry("APICURIO_DATASOURCE_JDBC_INITIAL_SIZE", "1"),
                Map.entry("APICURIO_DATASOURCE_JDBC_MIN_SIZE", "1"),
                Map.entry("APICURIO_DATASOURCE_JDBC_MAX_SIZE", "10"));
    }

    static boolean isHealthy(int port) {
        return Http.get(url(port) + "/subjects") == 200;
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** The root of the Confluent API. */
    public String url() {
        return url(port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isHealthy() {
        return isHealthy(port);
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
