package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ProcessFileTest {

    private static final ProcessHandle OURSELVES = ProcessHandle.current();

    @TempDir Path directory;

    @Test
    void whatRunsIsFoundByItsFile() {
        new ProcessFile(4711, List.of(OURSELVES)).write(directory);

        assertThat(ProcessFile.in(directory)).contains(new ProcessFile(4711, List.of(OURSELVES)));
    }

    @Test
    void aNumberThatBelongsToSomebodyElseByNowIsNotTheServer() throws Exception {
        Files.writeString(directory.resolve("process"), "4711\n" + OURSELVES.pid() + " 1000\n");

        assertThat(ProcessFile.in(directory)).isEmpty();
    }

    @Test
    void withoutAFileOrWithABrokenOneNothingRuns() throws Exception {
        assertThat(ProcessFile.in(directory)).isEmpty();

        for (String broken : List.of("", "4711\n", "port\n1 2\n", "4711\n17\n", "4711\nx y\n")) {
            Files.writeString(directory.resolve("process"), broken);
            assertThat(ProcessFile.in(directory)).as(broken).isEmpty();
        }
    }
}
