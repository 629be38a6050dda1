package dev.daybook.engine.archive;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private directory for files on their way into an archive or out of it, so that memory does not
 * grow with their size. It is of no use to another process and deleted when closed.
 */
final class Spool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Spool.class);

    private final Path directory;
    private int files;

    Spool() {
        try {
            directory = Files.createTempDirectory("daybook-archive");
        } catch (IOException failure) {
            throw new ArchiveException(
                    "No temporary directory could be made: " + failure + ".", failure);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    Path file() {
        return directory.resolve("f" + files++);
    }

    /** A file of the archive as it is there. */
    Fetched fetch(Archive archive, String name) {
        Path file = file();
        MessageDigest digest = sha256();
        try (InputStream in = archive.read(name);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            long bytes = in.transferTo(out);
            return new Fetched(file, bytes, hex(digest.digest()));
        } catch (IOException failure) {
            throw new ArchiveException(
                    "The file "
                            + name
                            + " could not be read from "
                            + archive.place()
                            + ": "
                            + failure
                            + ".",
                    failure);
        }
    }

    /**
     * A file of the archive, exactly as a manifest describes it.
     *
     * @throws ArchiveException when it is anything else
     */
    Path fetch(Archive archive, FileEntry entry) {
        Fetched fetched = fetch(archive, entry.name());
        if (fetched.bytes != entry.bytes() || !fetched.sha256.equals(entry.sha256())) {
            throw new ArchiveException(
                    "The file "
                            + entry.name()
                            + " is not the one that was archived: it has "
                            + fetched.bytes
                            + " bytes with the hash "
                            + fetched.sha256
                            + ", and its manifest says "
                            + entry.bytes()
                            + " bytes and "
                            + entry.sha256()
                            + ".");
        }
        return fetched.file;
    }

    /** A small file of the archive, whole. */
    static byte[] small(Archive archive, String name, int bytesMax) {
        try (InputStream in = archive.read(name)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new ArchiveException(
                        "The file " + name + " has more than " + bytesMax + " bytes.");
            }
            return bytes;
        } catch (IOException failure) {
            throw new ArchiveException(
                    "The file "
                            + name
                            + " could not be read from "
                            + archive.place()
                            + ": "
                            + failure
                            + ".",
                    failure);
        }
    }

    /** A file that was fetched, with its size and hash. */
    record Fetched(Path file, long bytes, String sha256) {}

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            log.debug("A temporary file could not be deleted.", left);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> left = Files.list(directory)) {
            List<Path> all = left.toList();
            all.forEach(this::delete);
            Files.deleteIfExists(directory);
        } catch (IOException inUse) {
            log.debug("A temporary directory could not be deleted.", inUse);
        }
    }
}
