package dev.daybook.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory is in use. Zero where the system does not tell. */
public final class Memory {

    private static final double MEGABYTE = 1L << 20;
    private static final long KILOBYTE = 1L << 10;

    /** As collectors write it: {@code … total 262144K, used 120943K …}. */
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private Memory() {}

    /** What this JVM's heap holds on to, and what processes take of the machine. */
    public static void report(Figures into, long postgres) {
        into.add("heap", heapAfterCollection() / MEGABYTE, "MB");
        into.add("rss-jvm", resident(ProcessHandle.current()) / MEGABYTE, "MB");
        into.add("pss-postgres", shareOfTree(postgres) / MEGABYTE, "MB");
    }

    /**
     * What another JVM has.
     *
     * @param heapBytes what its heap holds on to
     * @param residentBytes what it takes of the machine
     */
    public record Taken(long heapBytes, long residentBytes) {}

    /** Has another JVM collect its garbage first. */
    public static Taken takenBy(long pid) throws InterruptedException {
        command(pid, "GC.run");
        Matcher used = USED.matcher(command(pid, "GC.heap_info"));
        // The heap comes first; what follows is of the metaspace.
        long bytes = used.find() ? Long.parseLong(used.group(1)) * KILOBYTE : 0;
        return new Taken(bytes, kilobytes(pid, "status", "VmRSS:") * KILOBYTE);
    }

    private static String command(long pid, String command) throws InterruptedException {
        try {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(pid),
                                    command)
                            .redirectErrorStream(true)
                            .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("The JVM does not answer: " + said);
            }
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is reachable: collects garbage first, so that it is not to be asked within a window. */
    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long resident(ProcessHandle process) {
        return kilobytes(process.pid(), "status", "VmRSS:") * KILOBYTE;
    }

    /**
     * A process and those it started: each page that several share counts once, divided among them,
     * where a sum of resident sizes would count PostgreSQL's buffers once a connection.
     */
    private static long shareOfTree(long pid) {
        return KILOBYTE
                * ProcessTree.of(pid)
                        .mapToLong(each -> kilobytes(each.pid(), "smaps_rollup", "Pss:"))
                        .sum();
    }

    private static long kilobytes(long pid, String file, String field) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc").resolve(String.valueOf(pid)).resolve(file))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException elsewhere) {
            return 0;
        }
    }
}
