package dev.daybook.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk in memory that is soon full. Only root can mount it, and only Linux knows the kind. */
public final class SmallDisk implements AutoCloseable {

    private static final int MEGABYTE = 1 << 20;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether this user on this machine can mount one. */
    public static boolean canMount() {
        Path trial = Directories.temporary();
        try {
            mount(trial, 1).close();
            return true;
        } catch (IllegalStateException | UncheckedIOException cannot) {
            return false;
        } finally {
            Directories.delete(trial);
        }
    }

    /** Mounts one on a directory that is there. */
    public static SmallDisk mount(Path directory, int megabytes) {
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    /** Fills it with a file until only so much is left. */
    public Path fill(int leftMegabytes) {
        Path filler = directory.resolve("filler");
        byte[] megabyte = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(directory).getUsableSpace()
                    > (leftMegabytes + 1L) * MEGABYTE) {
                out.write(megabyte);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return filler;
    }

    @Override
    public void close() {
        run("umount", directory.toString());
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed.");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
