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
     * Reads the book up to the end of the archive.
     *
     * @param archived the head that a walk through the archive came to
     * @throws ArchiveException when the book has other events up to there
     */
    public static void requireSame(Head archived, Journal book, ArchiveProgress progress) {
        long end = archived.position();
        long head = book.head().position();
        if (head < end) {
            throw new ArchiveException(
                    "The book ends at " + head + ", and its archive at " + end + ".");
        }
        MerkleFrontier frontier = new MerkleFrontier();
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
        if (!Arrays.equals(frontier.root(), archived.frontier().root())) {
            throw new ArchiveException(
                    "The book has other events than its archive, up to position " + end + ".");
        }
    }
}
