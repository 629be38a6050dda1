package dev.daybook.engine.archive;

import dev.daybook.engine.archive.JournalParts.Part;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Drops the parts of a journal that an archive has. Before one goes, its segments are read back
 * from the archive and held against their proofs, and every event of it against the journal's.
 */
public final class Dropper {

    private final Journal journal;
    private final JournalParts parts;
    private final Archive archive;
    private final ArchiveProgress progress;

    public Dropper(Journal journal, JournalParts parts, Archive archive, ArchiveProgress progress) {
        this.journal = journal;
        this.parts = parts;
        this.archive = archive;
        this.progress = progress;
    }

    /**
     * Drops every part whose events were all recorded at or before an instant. The last archived
     * event stays, for an archiver to know the archive by.
     *
     * @throws ArchiveException when the archive has other events than the journal; nothing of that
     *     part is dropped then
     */
    public List<Part> drop(Instant recordedUpTo) {
        long end = journal.positionAt(recordedUpTo);
        ArchivedSegments segments = ArchivedSegments.of(archive, journal.head().book());
        List<Part> gone = new ArrayList<>();
        Part oldest = parts.oldest();
        while (oldest != null && oldest.last() <= end && oldest.last() < segments.last()) {
            verify(oldest, segments);
            if (parts.drop(oldest, archive.place())) {
                gone.add(oldest);
            }
            oldest = parts.oldest();
        }
        return gone;
    }

    private void verify(Part part, ArchivedSegments segments) {
        Comparison comparison = new Comparison(journal, part);
        new ArchiveWalk(archive, segments, progress, comparison)
                .walk(part.first() - 1, part.last());
        if (comparison.position != part.last()) {
            throw new ArchiveException(
                    "The archive has nothing behind position " + comparison.position + ".");
        }
    }

    /** Holds archived events against those of a part of the journal, in order. */
    private static final class Comparison implements ArchiveWalk.Visitor {

        private static final int CHUNK = 5_000;

        private final Journal journal;
        private final Part part;
        private final Deque<RecordedEvent> ahead = new ArrayDeque<>();
        private long position;

        Comparison(Journal journal, Part part) {
            this.journal = journal;
            this.part = part;
            this.position = part.first() - 1;
        }

        @Override
        public void committed(CommandRecord command, List<RecordedEvent> events) {
            for (RecordedEvent archived : events) {
                if (archived.position() >= part.first() && archived.position() <= part.last()) {
                    requireSame(archived);
                }
            }
        }

        private void requireSame(RecordedEvent archived) {
            if (ahead.isEmpty()) {
                ahead.addAll(journal.read(position, CHUNK));
            }
            RecordedEvent hot = ahead.poll();
            position++;
            if (hot == null
                    || hot.position() != position
                    || archived.position() != position
                    || !Arrays.equals(hot.hash(), archived.hash())) {
                throw new ArchiveException(
                        "Position "
                                + position
                                + " of the archive is not the event that the book has there.");
            }
        }
    }
}
