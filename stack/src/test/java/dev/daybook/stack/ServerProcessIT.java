package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.stack.Processes.Signal;
import dev.daybook.stack.ServerProcess.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** What becomes of a server that does not behave. */
class ServerProcessIT {

    @TempDir Path directory;

    @Test
    void aServerThatEndsWhileItStartsIsToldWithItsLastWords() {
        Program broken = program("echo starting; echo no such disk; exit 3", () -> false, 30_000);

        assertThatThrownBy(() -> start(broken))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("Something ended while it started: no such disk")
                .hasMessageContaining(directory.resolve("server.log").toString());
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAndLeavesNothingRunning() {
        AtomicReference<ProcessHandle> seen = new AtomicReference<>();
        BooleanSupplier never =
                () -> {
                    ProcessFile.in(directory)
                            .ifPresent(file -> seen.set(file.processes().getFirst()));
                    return false;
                };

        assertThatThrownBy(() -> start(program("exec sleep 600", never, 300)))
                .hasMessageContaining("did not start within");
        assertThat(seen.get()).isNotNull();
        assertThat(seen.get().isAlive()).isFalse();
        assertThat(ProcessFile.in(directory)).isEmpty();
    }

    @Test
    void aServerThatDoesNotListenWhenAskedToEndIsKilledWithAllThatItStarted() throws Exception {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 600 & sleep 600 & echo; wait")
                        .start();
        assertThat(stubborn.inputReader().readLine()).isEmpty();
        List<ProcessHandle> tree = Processes.tree(stubborn.toHandle());
        assertThat(tree).hasSize(3);

        Processes.stop(tree, Signal.TERMINATE, Duration.ofMillis(200));

        assertThat(tree).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aPortThatSomebodyElseHasIsNamed() throws Exception {
        try (ServerSocket somebody = new ServerSocket()) {
            somebody.bind(Ports.on(0));
            int port = somebody.getLocalPort();

            assertThatThrownBy(() -> RedisServer.start(directory, port))
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("Redis")
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> ReadDatabase.start(directory, port))
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("in use");
        }
    }

    private void start(Program program) {
        ServerProcess.prepare(directory);
        ServerProcess.start(program, Lifetime.OF_THIS_PROCESS).stop();
    }

    private Program program(String script, BooleanSupplier healthy, long startMaxMillis) {
        return new Program(
                "Something",
                directory,
                Ports.free(),
                List.of("sh", "-c", script),
                Map.of(),
                healthy,
                Duration.ofMillis(startMaxMillis));
    }
}
