package dev.daybook.engine.archive;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A place for files that are written once. Names are words of {@code A-Za-z0-9_.-} joined by
 * slashes. Safe for use by many threads and processes: of two that write one name, one does.
 *
 * <p>Every method throws {@link ArchiveException} when the place cannot be reached or refuses.
 */
public interface Archive extends AutoCloseable {

    /** The largest file, in bytes: what any store takes in one piece. */
    long FILE_BYTES_MAX = 4L << 30;

    /** The most files that {@link #list} returns; more is refused rather than left out. */
    int LIST_MAX = 1_000_000;

    /** What to call it in a message: a directory, or an address without credentials. */
    String place();

    /** The names that begin so, in order. */
    List<String> list(String prefix);

    /**
     * A file's content, to be closed.
     *
     * @throws ArchiveException also when there is no such file
     */
    InputStream read(String name);

    /**
     * Writes a file unless one of this name is there. It appears whole or not at all, and when this
     * returns it is durable.
     *
     * @param sha256 the hash of the content, which the place may hold it against
     * @return false when there was one, which is left as it is
     */
    boolean write(String name, Path content, byte[] sha256);

    @Override
    void close();
}
