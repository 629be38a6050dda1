package dev.daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** What the command line says without an instance; the rest is in the acceptance tests. */
class DaybookTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "token",
                "import",
                "import berka",
                "import csv",
                "explain",
                "events",
                "verify",
                "schema",
                "schema list",
                "schema check",
                "schema freeze",
                "schema diff",
                "version"
            })
    void everyCommandExplainsItself(String command) {
        List<String> arguments = List.of((command + " --help").split(" "));

        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("Usage: daybook " + command);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aCommandThatDoesNotExistIsOneLineWithANextStepAndExitCodeTwo() {
        assertThat(run("srve")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "daybook: 'srve' is not understood. See `./daybook --help`.\n");
    }

    @Test
    void aMissingOptionIsNamed() {
        assertThat(run("token", "--actor", "me")).isEqualTo(2);
        assertThat(err.toString()).contains("--roles").hasLineCount(1);
    }

    @Test
    void whereNoInstanceRunsThePersonIsToldHowToStartOne(@TempDir Path data) {
        assertThat(run("events", "--data", data.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("No instance runs on " + data)
                .contains("./daybook serve")
                .hasLineCount(1);
    }

    @Test
    void aTokenIsPrintedAloneSoThatAScriptCanTakeIt(@TempDir Path data) {
        assertThat(run("token", "--actor", "me", "--roles", "teller", "--data", data.toString()))
                .isZero();
        assertThat(out.toString().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void aRoleThatDoesNotExistIsRefusedWithTheOnesThatDo(@TempDir Path data) {
        assertThat(run("token", "--actor", "me", "--roles", "boss", "--data", data.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("'boss'").contains("teller").hasLineCount(1);
    }

    @Test
    void verifyWithoutABookSaysSoInsteadOfMakingOne(@TempDir Path data) {
        assertThat(run("verify", "--data", data.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no book in " + data).hasLineCount(1);
        assertThat(data).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return Daybook.run(
                List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
