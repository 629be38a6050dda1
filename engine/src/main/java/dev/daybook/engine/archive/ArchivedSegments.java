package dev.daybook.engine.archive;

import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The segments that an archive has of a book, in order and without a gap. */
public final class ArchivedSegments {

    private final Archive archive;
    private final String book;
    private final List<SegmentName> names;

    private ArchivedSegments(Archive archive, String book, List<SegmentName> names) {
        this.archive = archive;
        this.book = book;
        this.names = names;
    }

    /**
     * @throws ArchiveException when one is missing between others, or two overlap
     */
    public static ArchivedSegments of(Archive archive, String book) {
        List<SegmentName> names =
                archive.list(SegmentName.manifests(book)).stream()
                        .map(SegmentName::ofManifest)
                        .toList();
        long last = 0;
        for (SegmentName name : names) {
            if (name.first() != last + 1) {
                throw new ArchiveException(
                        "In "
                                + archive.place()
                                + " the segment "
                                + name
                                + " of the book '"
                                + book
                                + "' follows position "
                                + last
                                + ".");
            }
            last = name.last();
        }
        return new ArchivedSegments(archive, book, names);
    }

    /** The books that an archive has anything of. */
    public static Set<String> books(Archive archive) {
        Set<String> books = new TreeSet<>();
        for (String name : archive.list("")) {
            if (name.contains("/manifests/")) {
                books.add(SegmentName.ofManifest(name).book());
            }
        }
        return books;
    }

    public List<SegmentName> names() {
        return names;
    }

    /** The last archived position; 0 when there is nothing. */
    public long last() {
        return names.isEmpty() ? 0 : names.getLast().last();
    }

    /** A manifest and the hash of it. */
    record Read(Manifest manifest, String sha256) {}

    Read read(SegmentName name) {
        byte[] bytes = Spool.small(archive, name.manifest(), Manifest.BYTES_MAX);
        Manifest manifest = Manifest.of(name.manifest(), bytes);
        if (!manifest.book().equals(name.book())
                || manifest.first() != name.first()
                || manifest.last() != name.last()) {
            throw new ArchiveException(
                    "The manifest " + name.manifest() + " is that of another segment.");
        }
        return new Read(manifest, Spool.hex(Spool.sha256().digest(bytes)));
    }

    /** The head of a book without an event. */
    Head empty() {
        return new Head(book, 0, Instant.EPOCH, new long[0], new MerkleFrontier());
    }
}
