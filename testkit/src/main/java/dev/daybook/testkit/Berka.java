package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real bank data (PKDD'99), which does not belong to the repository. It is where the system
 * property {@code daybook.berka} says, or in {@code shared/data/berka} beside the repository.
 */
public final class Berka {

    private final Path directory;

    private Berka(Path directory) {
        this.directory = directory;
    }

    /** The data; a test that asks for it is skipped, loudly, when it is not there. */
    public static Berka orSkip() {
        String named = System.getProperty("daybook.berka", "");
        Path directory =
                named.isEmpty()
                        ? Program.home().resolve("../shared/data/berka").normalize()
                        : Path.of(named);
        Assumptions.assumeTrue(
                Files.isReadable(directory.resolve("trans.asc")),
                () ->
                        "SKIPPED: the real bank data is not at "
                                + directory
                                + ". Get the PKDD'99 (Berka) files and name their directory with"
                                + " -Ddaybook.berka.");
        return new Berka(directory);
    }

    public Path directory() {
        return directory;
    }

    /** The rows of a file without its header, each split at semicolons and without quotes. */
    public List<List<String>> rows(String file) {
        try (Stream<String> lines = Files.lines(directory.resolve(file), ISO_8859_1)) {
            return lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> List.of(line.replace("\"", "").split(";", -1)))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
