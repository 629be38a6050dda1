package dev.daybook.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a run was measured on, as far as the system tells. */
public final class Machine {

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final long GIGABYTE = 1L << 30;

    private Machine() {}

    /** For example {@code 2 × Some Processor, 24 GB, Linux 6.1}. */
    public static String description() {
        return "%d × %s, %d GB of memory, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        memoryBytes() / GIGABYTE,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    public static String java() {
        return "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name");
    }

    /** What else there was to do: figures of a busy machine are low, and vary. */
    public static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0
                ? "Load average not known"
                : String.format(Locale.ROOT, "Load average when it began: %.1f", load);
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String processor() {
        try {
            return Files.readAllLines(CPU).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException elsewhere) {
            return System.getProperty("os.arch");
        }
    }
}
