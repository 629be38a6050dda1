package dev.daybook.engine.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive in a directory. A file is written under another name, made durable and read-only, and
 * then linked to its own, which fails when that is taken. A file whose name begins with a dot was
 * left behind by a crash and may be deleted.
 *
 * <p>Read-only keeps accidents away, not intent: for a retention that an administrator cannot
 * shorten the directory has to be on a medium that enforces one.
 */
public final class DirectoryArchive implements Archive {

    private final Path directory;

    /** It is made when something is written. */
    public DirectoryArchive(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public List<String> list(String prefix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Path within = directory.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(within)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(within)) {
            List<String> names =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> name.startsWith(prefix))
                            .sorted()
                            .limit(LIST_MAX + 1L)
                            .toList();
            if (names.size() > LIST_MAX) {
                throw new ArchiveException(
                        place() + " has more than " + LIST_MAX + " files below " + prefix + ".");
            }
            return names;
        } catch (IOException unreadable) {
            throw failed("list " + within, unreadable);
        }
    }

    @Override
    public InputStream read(String name) {
        try {
            return Files.newInputStream(file(name));
        } catch (NoSuchFileException absent) {
            throw new ArchiveException("There is no file " + name + " in " + place() + ".", absent);
        } catch (IOException unreadable) {
            throw failed("read " + name, unreadable);
        }
    }

    @Override
    public boolean write(String name, Path content, byte[] sha256) {
        Path target = file(name);
        if (Files.exists(target)) {
            return false;
        }
        try {
            Path folder = Files.createDirectories(target.resolveSibling("."));
            Path fresh = Files.createTempFile(folder, "." + target.getFileName() + ".", ".new");
            try {
                // Into the file that only its owner can read, and not in its place.
                try (OutputStream out = Files.newOutputStream(fresh)) {
                    Files.copy(content, out);
                }
                makeDurable(fresh);
                protect(fresh);
                Files.createLink(target, fresh);
            } catch (FileAlreadyExistsException another) {
                return false;
            } finally {
                Files.deleteIfExists(fresh);
            }
            for (Path each = folder.normalize();
                    each != null && each.startsWith(directory);
                    each = each.getParent()) {
                makeDurable(each);
            }
            return true;
        } catch (IOException | UnsupportedOperationException failure) {
            throw failed("write " + name, failure);
        }
    }

    private static void makeDurable(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void protect(Path file) throws IOException {
        if (!file.toFile().setReadOnly()) {
            throw new IOException(file + " could not be made read-only.");
        }
    }

    private Path file(String name) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")) {
            throw new ArchiveException("'" + name + "' is not the name of a file in an archive.");
        }
        return directory.resolve(name);
    }

    private ArchiveException failed(String what, Exception cause) {
        return new ArchiveException(
                "The archive in " + place() + " could not " + what + ": " + cause + ".", cause);
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
