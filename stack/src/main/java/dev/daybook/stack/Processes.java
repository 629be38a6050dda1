package dev.daybook.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Small programs of the system, and ending processes of this JVM and of an earlier one alike. */
final class Processes {

    private static final Duration KILL_MAX = Duration.ofSeconds(10);
    private static final long PROGRAM_SECONDS = 10;

    private Processes() {}

    /** Whether a program of the system is there, ends in good time, and says that it could. */
    static boolean succeed(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A process and all that it has started. */
    static List<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    /** Asks the first of a tree to end, and kills what is left of the tree after a while. */
    static void stop(List<ProcessHandle> tree, Signal signal, Duration max) {
        if (!tree.isEmpty()) {
            signal.send(tree.getFirst());
            if (!haveEnded(tree, max)) {
                kill(tree);
            }
        }
    }

    /** As {@code kill -9}; returns when they are gone. */
    static void kill(List<ProcessHandle> tree) {
        tree.forEach(ProcessHandle::destroyForcibly);
        if (!haveEnded(tree, KILL_MAX)) {
            throw new ServerFailedException(
                    "The processes "
                            + tree.stream().map(ProcessHandle::pid).toList()
                            + " could not be killed.");
        }
    }

    private static boolean haveEnded(List<ProcessHandle> tree, Duration max) {
        try {
            CompletableFuture.allOf(
                            tree.stream()
                                    .map(ProcessHandle::onExit)
                                    .toArray(CompletableFuture<?>[]::new))
                    .get(max.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stubborn) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How a server is asked to end. */
    enum Signal {
        /** What most servers take as "finish what you do, and end". */
        TERMINATE {
            @Override
            void send(ProcessHandle process) {
                process.destroy();
            }
        },

        /** PostgreSQL waits for its clients at the other one; at this it sends them away. */
        INTERRUPT {
            @Override
            void send(ProcessHandle process) {
                try {
                    new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
                } catch (IOException noSuchProgram) {
                    process.destroy();
                }
            }
        };

        abstract void send(ProcessHandle process);
    }
}
