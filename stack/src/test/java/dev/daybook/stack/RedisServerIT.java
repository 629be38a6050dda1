package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

class RedisServerIT {

    private static final int COPIES = 40;

    /** As when all servers are started at once: "Text file busy" is what the system said. */
    @Test
    void itsProgramRunsWhileOtherProcessesAreStarted(@TempDir Path home) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> others =
                    starters.submit(() -> {
                        while (!done.get()) {
                            assertThat(Processes.succeed(List.of("true"))).isTrue();
                        }
                    });
            try {
                for (int copy = 0; copy < COPIES; copy++) {
                    Path program = RedisServer.program(home);
                    assertThat(Processes.succeed(List.of(program.toString(), "--version")))
                            .isTrue();
                }
            } finally {
                done.set(true);
            }
            others.get();
        }
    }
}
