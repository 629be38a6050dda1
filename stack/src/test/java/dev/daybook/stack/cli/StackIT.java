package dev.daybook.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program as people use it: a process that starts the others, and ends. */
class StackIT {

    private static final Duration COMMAND_MAX = Duration.ofMinutes(5);
    private static final int SERVERS = 6;

    @TempDir Path scratch;

    private Path data() {
        return scratch.resolve("data");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        run("down", "--wipe");
    }

    @Test
    void upStatusAndDownDoWhatTheySay() throws Exception {
        int port = basePort();
        Run up = run("up", "--base-port", Integer.toString(port));
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(keys(up.out()))
                .containsExactlyInAnyOrder(
                        "kafka.bootstrap",
                        "registry.url",
                        "elasticsearch.url",
                        "redis.url",
                        "s3.endpoint",
                        "s3.bucket",
                        "s3.region",
                        "s3.access-key",
                        "s3.secret-key",
                        "views.jdbc-url",
                        "views.user",
                        "views.password");
        assertThat(up.out()).contains("kafka.bootstrap: 127.0.0.1:" + port);
        Path file = data().resolve("stack.yaml");
        assertThat(file).hasContent(up.out());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Run again = run("up", "--base-port", Integer.toString(port));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err().split("runs already", -1)).hasSize(SERVERS + 1);
        assertThat(again.out()).isEqualTo(up.out());

        Run elsewhere = run("up", "--base-port", Integer.toString(basePort()));
        assertThat(elsewhere.exitCode()).isEqualTo(1);
        assertThat(elsewhere.out()).isEmpty();
        assertThat(elsewhere.err()).contains("It already runs on port " + port);

        Run healthy = run("status", "--json");
        assertThat(healthy.exitCode()).as(healthy.out()).isZero();
        JsonNode servers = JsonMapper.shared().readTree(healthy.out()).path("servers");
        assertThat(servers).hasSize(SERVERS);
        kill(servers, "redis");

        Run wounded = run("status");
        assertThat(wounded.exitCode()).isEqualTo(1);
        assertThat(wounded.out().lines().filter(line -> line.contains("healthy")))
                .hasSize(SERVERS - 1);
        assertThat(wounded.out()).containsPattern("redis +stopped");

        Run mended = run("up", "--base-port", Integer.toString(port));
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(mended.err().split("runs already", -1)).hasSize(SERVERS);
        assertThat(mended.out()).isEqualTo(up.out());

        Run told = run("up", "--json", "--base-port", Integer.toString(port));
        assertThat(told.exitCode()).as(told.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(told.out());
        assertThat(result.path("ready").asBoolean()).isTrue();
        assertThat(result.path("configuration").asString()).isEqualTo(file.toString());
        assertThat(result.path("settings").propertyNames())
                .containsExactlyInAnyOrderElementsOf(keys(up.out()));
        assertThat(result.path("servers"))
                .hasSize(SERVERS)
                .allMatch(server -> server.path("alreadyRan").asBoolean());

        Run down = run("down");
        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(down.out())
                .isEqualTo("Stopped kafka, registry, elasticsearch, redis, s3, postgres.\n");
        assertThat(run("status").exitCode()).isEqualTo(1);
        assertThat(data().resolve("stack/kafka/data")).isDirectory();

        Run wiped = run("down", "--wipe", "--json");
        assertThat(wiped.exitCode()).as(wiped.err()).isZero();
        JsonNode nothing = JsonMapper.shared().readTree(wiped.out());
        assertThat(nothing.path("stopped")).isEmpty();
        assertThat(nothing.path("wiped").asBoolean()).isTrue();
        assertThat(data().resolve("stack")).doesNotExist();
        assertThat(file).doesNotExist();
    }

    private static void kill(JsonNode servers, String label) throws Exception {
        for (JsonNode server : servers) {
            if (server.path("server").asString().equals(label)) {
                ProcessHandle process = ProcessHandle.of(server.path("pid").asLong()).orElseThrow();
                process.destroyForcibly();
                process.onExit().get(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static Set<String> keys(String yaml) {
        return yaml.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(": ")))
                .collect(Collectors.toSet());
    }

    private record Run(int exitCode, String out, String err) {}

    /** In a process of its own, which the servers have to outlive. */
    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Stack.class.getName()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", data().toString()));
        Path out = Files.createTempFile(scratch, "out", "");
        Path err = Files.createTempFile(scratch, "err", "");
        Process process =
                new ProcessBuilder(line)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(List.of(arguments) + " did not end: " + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** The first of six free ports in a row. */
    private static int basePort() {
        for (int port = 21_000; port < 31_000; port += 10) {
            if (java.util.stream.IntStream.range(port, port + SERVERS).allMatch(StackIT::isFree)) {
                return port;
            }
        }
        throw new AssertionError("No six free ports.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
