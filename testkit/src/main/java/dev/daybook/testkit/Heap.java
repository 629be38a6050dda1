package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into the heap of another JVM, by the JDK's own {@code jcmd}. */
final class Heap {

    private Heap() {}

    /** The bytes of all objects that are alive; collects the rest first. */
    static long liveBytes(long pid) {
        try {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(pid),
                                    "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            // The last line: Total, instances, bytes.
            List<String> lines = histogram.strip().lines().toList();
            String[] total = lines.getLast().strip().split("\\s+");
            return Long.parseLong(total[total.length - 1]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
