package dev.daybook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that come and go with tests. */
public final class Directories {

    private Directories() {}

    public static Path temporary() {
        try {
            return Files.createTempDirectory("daybook-test");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Deletes a directory and all in it, if it is there. */
    public static void delete(Path directory) {
        for (Path path : all(directory).sorted(Comparator.reverseOrder()).toList()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException inUse) {
                throw new UncheckedIOException(inUse);
            }
        }
    }

    /** Every file and directory in a directory, itself included; none when it is not there. */
    public static Stream<Path> all(Path directory) {
        if (!Files.exists(directory)) {
            return Stream.of();
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> found = paths.toList();
            return found.stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
