package dev.daybook.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for one run. */
public final class ScratchDirectory {

    /** Set by the launcher: where Daybook is checked out. */
    public static final String HOME = "daybook.home";

    private ScratchDirectory() {}

    /**
     * Beside the built program where the launcher says where that is: the system's own temporary
     * directory is in memory on many machines, where waiting for the disk costs nothing.
     */
    public static Path make() {
        try {
            String home = System.getProperty(HOME);
            if (home == null) {
                return Files.createTempDirectory("daybook-bench");
            }
            Path target = Path.of(home).resolve("bench").resolve("target");
            return Files.createTempDirectory(Files.createDirectories(target), "run-");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException inUse) {
            // It stands in a directory for such things; the next clean build takes it away.
        }
    }
}
