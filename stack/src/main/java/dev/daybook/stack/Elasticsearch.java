package dev.daybook.stack;

import dev.daybook.stack.ServerProcess.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An Elasticsearch 8 of one node. It is the distribution that Elastic makes for tests, which has
 * the core only: no language analyzers and no scripts, and no users, so that whoever reaches the
 * port on this machine may read and write.
 */
public final class Elasticsearch implements StackServer {

    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final int port;
    private final ServerProcess process;

    private Elasticsearch(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a node on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start; also when we are root and there is no
     *     way to run it as somebody else
     */
    public static Elasticsearch start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    static Elasticsearch start(Path directory, int port, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.prepare(home);
        int actual = Ports.orFree(port);
        Path installed = Installation.of("elasticsearch");
        try {
            configure(home, actual);
        } catch (IOException unwritable) {
            throw ServerFailedException.files(home, unwritable);
        }
        Program program =
                new Program(
                        "Elasticsearch",
                        home,
                        actual,
                        Unprivileged.command(
                                "Elasticsearch",
                                home,
                                installed,
                                List.of(installed.resolve("bin/elasticsearch").toString())),
                        Map.of(
                                "ES_JAVA_HOME", Installation.javaHome().toString(),
                                "ES_PATH_CONF", home.resolve("config").toString(),
                                "ES_TMPDIR", home.resolve("tmp").toString(),
                                "ES_JAVA_OPTS", "-Xms512m -Xmx512m"),
                        () -> isHealthy(actual),
                        START_MAX);
        return new Elasticsearch(actual, ServerProcess.start(program, lifetime));
    }

    /** Files of our own throughout: those that it comes with, only who unpacked them can read. */
    private static void configure(Path home, int port) throws IOException {
        Path config = Files.createDirectories(home.resolve("config"));
        Path logs = Files.createDirectories(home.resolve("logs"));
        Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(config.resolve("jvm.options.d"));
        Files.writeString(config.resolve("log4j2.properties"), LOGGING);
        Files.writeString(
                config.resolve("jvm.options"),
                """
                -XX:+UseG1GC
                -XX:+ExitOnOutOfMemoryError
                -XX:ErrorFile=%s
                -Djava.io.tmpdir=${ES_TMPDIR}
                -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
                --add-modules=jdk.incubator.vector
                """
                        .formatted(logs.resolve("hs_err_pid%p.log")));
        Files.writeString(
                config.resolve("elasticsearch.yml"),
                """
                cluster.name: daybook
                node.name: daybook
                discovery.type: single-node
                network.host: 127.0.0.1
                http.port: %d
                transport.port: %d
                path.data: "%s"
                path.logs: "%s"
                xpack.security.enabled: false
                # A laptop's disk is often nearly full, which is no reason to refuse writes.
                cluster.routing.allocation.disk.threshold_enabled: false
                """
                        .formatted(port, Ports.free(), home.resolve("data"), logs));
    }

    private static final String LOGGING =
            """
            status = error
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            """;

    /** An index is of no use before its first copies have been found again. */
    static boolean isHealthy(int port) {
        return Http.get(
                        "http://127.0.0.1:"
                                + port
                                + "/_cluster/health?wait_for_status=yellow&timeout=1s")
                == 200;
    }

    public String url() {
        return url(port);
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port;
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
