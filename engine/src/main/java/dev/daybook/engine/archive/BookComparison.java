package dev.daybook.engine.archive;

import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.Arrays;
import java.util.List;

/** Holds an archive against the book that it is of: the Merkle root covers every event's hash. */
public final class BookComparison {

    private BookComparison() {}

    /**
     * Reads the whole book: what it has up to the end of the archive is the same, and leads with
     * all that follows to the root that the book itself states.
     *
     * @param archived the head that a walk through the archive came to
     * @throws ArchiveException when the book has other events up to there, or another root
     */
    public static void requireSame(Head archived, Journal book, ArchiveProgress progress) {
        long end = archived.position();
        Head head = book.head();
        if (head.position() < end) {
            throw new ArchiveException(
                    "The book ends at " + head.position() + ", and its archive at " + end + ".");
        }
        MerkleFrontier frontier = new MerkleFrontier();
        append(frontier, book, end, progress);
        if (!Arrays.equals(frontier.root(), archived.frontier().root())) {
            throw new ArchiveException(
                    "The book has other events than its archive, up to position " + end + ".");
        }
        append(frontier, book, head.position(), progress);
        if (!Arrays.equals(frontier.root(), head.frontier().root())) {
            throw new ArchiveException(
                    "The events of the book do not lead to the Merkle root that it states.");
        }
    }

    private static void append(
            MerkleFrontier frontier, Journal book, long end, ArchiveProgress progress) {
        while (frontier.size() < end) {
            int limit = (int) Math.min(end - frontier.size(), Journal.READ_MAX);
            List<RecordedEvent> page = book.read(frontier.size(), limit);
            if (page.isEmpty()) {
                throw new ArchiveException(
                        "The book has no position " + (frontier.size() + 1) + ".");
            }
            page.forEach(event -> frontier.append(event.hash()));
            progress.step("events of the book", frontier.size(), end);
        }
    }
}
