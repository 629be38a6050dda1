package dev.daybook.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps processes to some of the processors, as if they had a machine of their own: by {@code
 * taskset} of util-linux, where it is there.
 */
public final class Affinity {

    private static final String TASKSET = "taskset";
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private Affinity() {}

    /** Whether there are two processors at least, and the means to choose between them. */
    public static boolean isThere() {
        try {
            return PROCESSORS > 1 && run(List.of(TASKSET, "--version")) == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** The first half of the processors, for a process and all that it started and will start. */
    public static void toFirstHalf(long pid) {
        keep(pid, 0, PROCESSORS / 2 - 1);
    }

    /** The second half, for the same. */
    public static void toSecondHalf(long pid) {
        keep(pid, PROCESSORS / 2, PROCESSORS - 1);
    }

    private static void keep(long pid, int first, int last) {
        ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .forEach(each -> keep(each, first + "-" + last));
    }

    private static void keep(ProcessHandle process, String processors) {
        try {
            String pid = Long.toString(process.pid());
            int exit = run(List.of(TASKSET, "--all-tasks", "--cpu-list", "--pid", processors, pid));
            if (exit != 0 && process.isAlive()) {
                throw new IllegalStateException(
                        "taskset could not keep process " + pid + " to " + processors + ".");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int run(List<String> line) throws IOException {
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
