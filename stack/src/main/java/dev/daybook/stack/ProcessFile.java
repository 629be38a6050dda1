package dev.daybook.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code process} in a server's directory, by which a later process finds what runs on it.
 * It says when each process began, so that a number that the system has given to somebody else
 * since is recognised.
 *
 * @param port where the server listens
 * @param processes the server's processes that are alive, the one to ask first
 */
record ProcessFile(int port, List<ProcessHandle> processes) {

    private static final String NAME = "process";

    /** The system tells the time of a start in hundredths of a second, not always the same way. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** What runs on a directory now, if anything does. */
    static Optional<ProcessFile> in(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(NAME));
            List<ProcessHandle> alive =
                    lines.stream().skip(1).flatMap(line -> process(line).stream()).toList();
            return alive.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ProcessFile(Integer.parseInt(lines.getFirst()), alive));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException none) {
            return Optional.empty(); // never started, or the machine went down while it was written
        }
    }

    private static Optional<ProcessHandle> process(String line) {
        String[] words = line.split(" ");
        Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        Duration.between(started, startOf(process)).abs().compareTo(SAME_START)
                                < 0);
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Leaves the file for others to find; it appears whole or not at all. */
    void write(Path directory) {
        StringBuilder text = new StringBuilder().append(port).append('\n');
        for (ProcessHandle process : processes) {
            text.append(process.pid())
                    .append(' ')
                    .append(startOf(process).toEpochMilli())
                    .append('\n');
        }
        try {
            Path fresh = Files.createTempFile(directory, NAME, ".new");
            Files.writeString(fresh, text);
            Files.move(
                    fresh,
                    directory.resolve(NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Cannot write to " + directory, unwritable);
        }
    }

    /** Takes the file away. */
    static void delete(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(NAME));
        } catch (IOException left) {
            // It names processes that have ended, so nobody is misled by it.
        }
    }
}
