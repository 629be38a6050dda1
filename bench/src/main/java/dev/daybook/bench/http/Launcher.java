package dev.daybook.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.bench.load.ScratchDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code ./daybook}, which started this program too. */
final class Launcher {

    private Launcher() {}

    /**
     * @throws IllegalStateException when this program was not started by it
     */
    static Path file() {
        String home = System.getProperty(ScratchDirectory.HOME);
        if (home == null) {
            throw new IllegalStateException(
                    "Start it with the launcher, ./daybook bench, which says where Daybook is.");
        }
        return Path.of(home).resolve("daybook");
    }

    /**
     * Runs a command of Daybook; what it printed.
     *
     * @throws IllegalStateException when it fails
     */
    static String run(String... words) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(file().toString()));
        line.addAll(Arrays.asList(words));
        try {
            Process process =
                    new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("daybook " + words[0] + " failed: " + output);
            }
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException("Daybook could not be run.", failed);
        }
    }
}
