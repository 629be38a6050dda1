package dev.daybook.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** What can be said without starting a server. */
class StackTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path data;

    @ParameterizedTest
    @ValueSource(strings = {"up", "status", "down"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: daybook stack " + command, "--data=DIR");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("up", "status", "down");
    }

    @Test
    void aPortThatCannotBeIsRefusedInOneLine() {
        assertThat(run("up", "--base-port", "65531", "--data", data.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "daybook: --base-port is between 1 and 65530, not 65531. See `./daybook"
                                + " stack up --help`.\n");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void whereNothingRunsThereIsNothingToStop() {
        assertThat(run("down", "--data", data.toString())).isZero();
        assertThat(out.toString()).isEqualTo("Nothing ran.\n");
        assertThat(run("status", "--data", data.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("kafka          stopped").doesNotContain("healthy");
        assertThat(data).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return Stack.run(List.of(arguments), new PrintWriter(out), new PrintWriter(err));
    }
}
