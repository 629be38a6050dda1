package dev.daybook.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which processors a process gets, and when: by {@code taskset} and {@code renice} of util-linux,
 * where they are there. What is said of a process is said of all that it started, too, and holds
 * for what they will start.
 */
public final class Scheduling {

    /** Starts a program that gets what others leave of the processors. */
    public static final List<String> LAST = List.of("nice", "-n", "19");

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int ATTEMPTS = 5;
    private static final Path AUTOGROUPS = Path.of("/proc/sys/kernel/sched_autogroup_enabled");

    private Scheduling() {}

    /** Whether there are two processors at least, and the means to choose between them. */
    public static boolean canChoose() {
        return PROCESSORS > 1 && isThere("taskset");
    }

    /** Whether there are the means to put one process after another. */
    public static boolean canPutLast() {
        return isThere("renice");
    }

    /**
     * Whether the kernel counts every session as one, however many threads it has, and heeds {@code
     * nice} only among those of one session. Each connection to PostgreSQL is a session; what is
     * started together from a terminal is one.
     */
    public static boolean isBySession() {
        try {
            return Files.readString(AUTOGROUPS).strip().equals("1");
        } catch (NoSuchFileException withoutThem) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A process gets the first half of the processors. */
    public static void toFirstHalf(long pid) {
        keep(pid, 0, PROCESSORS / 2 - 1);
    }

    /** A process gets the second half. */
    public static void toSecondHalf(long pid) {
        keep(pid, PROCESSORS / 2, PROCESSORS - 1);
    }

    /** A process gets all processors again. */
    public static void toAll(long pid) {
        keep(pid, 0, PROCESSORS - 1);
    }

    private static void keep(long pid, int first, int last) {
        List<String> taskset = List.of("taskset", "--all-tasks", "--cpu-list", "--pid");
        String processors = first + "-" + last;
        ProcessTree.of(pid)
                .forEach(process ->
                        change(
                                process,
                                taskset,
                                () -> List.of(processors, Long.toString(process.pid()))));
    }

    /** A process gets what others leave; only the system's administrator can take that back. */
    public static void toLast(long pid) {
        List<String> renice = List.of("renice", "-n", "19", "-p");
        ProcessTree.of(pid).forEach(process -> change(process, renice, () -> threads(process)));
    }

    /** On Linux each thread has a priority of its own, and gives it to those that it starts. */
    private static List<String> threads(ProcessHandle process) {
        try (Stream<Path> tasks =
                Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return tasks.map(task -> task.getFileName().toString()).toList();
        } catch (IOException ended) {
            return List.of(Long.toString(process.pid()));
        }
    }

    /** Tries again when it fails, as it does when a thread has ended since it was listed. */
    private static void change(
            ProcessHandle process, List<String> program, Supplier<List<String>> arguments) {
        for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
            List<String> line = new ArrayList<>(program);
            line.addAll(arguments.get());
            try {
                if (run(line) == 0) {
                    return;
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        if (process.isAlive()) {
            throw new IllegalStateException(
                    program.getFirst() + " failed for process " + process.pid() + '.');
        }
    }

    private static boolean isThere(String program) {
        try {
            return run(List.of(program, "--version")) == 0;
        } catch (IOException absent) {
            return false;
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
