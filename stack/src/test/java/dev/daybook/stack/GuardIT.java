package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tests leave nothing running, however they end. */
class GuardIT {

    private static final Duration MAX = Duration.ofSeconds(30);

    @TempDir Path directory;

    @AfterEach
    void leaveNothing() {
        ServerProcess.stopIn(directory, Processes.Signal.TERMINATE);
    }

    @Test
    void aServerEndsWithTheProcessThatStartedIt() throws Exception {
        Process parent = parent("OF_THIS_PROCESS");
        ProcessHandle server = ProcessFile.in(directory).orElseThrow().processes().getFirst();
        assertThat(server.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        server.onExit().get(MAX.toSeconds(), TimeUnit.SECONDS);
        assertThat(ProcessFile.in(directory)).isEmpty();
    }

    @Test
    void aServerOfItsOwnGoesOn() throws Exception {
        Process parent = parent("OF_ITS_OWN");

        parent.destroyForcibly().waitFor();

        ProcessFile running = ProcessFile.in(directory).orElseThrow();
        assertThat(RedisServer.isHealthy(directory, running.port())).isTrue();
        assertThat(ServerProcess.stopIn(directory, Processes.Signal.TERMINATE)).isTrue();
        assertThat(RedisServer.isHealthy(directory, running.port())).isFalse();
        assertThat(ServerProcess.stopIn(directory, Processes.Signal.TERMINATE)).isFalse();
    }

    /** A JVM that has started Redis, and waits. */
    private Process parent(String lifetime) throws Exception {
        Process parent =
                new ProcessBuilder(
                                Installation.java(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                directory.toString(),
                                lifetime)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(parent.inputReader().readLine()).isEqualTo("started");
        return parent;
    }

    static final class Parent {

        public static void main(String[] arguments) throws InterruptedException {
            RedisServer.start(Path.of(arguments[0]), 0, Lifetime.valueOf(arguments[1]));
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }
}
