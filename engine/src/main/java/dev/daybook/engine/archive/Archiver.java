package dev.daybook.engine.archive;

import dev.daybook.engine.archive.ArchivedSegments.Read;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes what is old enough into an archive, segment by segment, behind what is there already. It
 * only reads the book, beside everything else that does. When it is interrupted, what was written
 * stays, and the next run goes on with the first segment that has no manifest.
 */
public final class Archiver {

    /** How many events a segment has unless told otherwise; some megabytes. */
    public static final int SEGMENT_EVENTS = 100_000;

    /** More would make files that are unwieldy to read again. */
    public static final int SEGMENT_EVENTS_MAX = 1_000_000;

    private final ArchiveSource source;
    private final EventCatalog<?> catalog;
    private final Archive archive;
    private final int segmentEvents;
    private final ArchiveProgress progress;

    /**
     * @param segmentEvents a segment has so many events, and the rest of the last one's command; 1
     *     to {@value #SEGMENT_EVENTS_MAX}
     */
    public Archiver(
            ArchiveSource source,
            EventCatalog<?> catalog,
            Archive archive,
            int segmentEvents,
            ArchiveProgress progress) {
        if (segmentEvents < 1 || segmentEvents > SEGMENT_EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "A segment has 1 to "
                            + SEGMENT_EVENTS_MAX
                            + " events, not "
                            + segmentEvents
                            + ".");
        }
        this.source = source;
        this.catalog = catalog;
        this.archive = archive;
        this.segmentEvents = segmentEvents;
        this.progress = progress;
    }

    /**
     * Writes every whole segment whose events were all recorded at or before an instant.
     *
     * @throws ArchiveException when the archive is that of another book, or cannot be reached
     */
    public List<Manifest> archive(Instant recordedUpTo) {
        return archive(source.journal().positionAt(recordedUpTo), false);
    }

    /**
     * Writes everything there is now; what is left of the last segment becomes a shorter one, and
     * commands refused after the last event go with it.
     */
    public List<Manifest> archiveAll() {
        return archive(source.journal().head().position(), true);
    }

    private List<Manifest> archive(long end, boolean all) {
        String book = source.journal().head().book();
        ArchivedSegments there = ArchivedSegments.of(archive, book);
        Head head = there.empty();
        String previous = Manifest.NONE;
        if (there.last() > 0) {
            Read last = there.read(there.names().getLast());
            requireSameBook(last.manifest());
            head = last.manifest().head();
            previous = last.sha256();
        }
        long begin = head.position();
        List<Manifest> written = new ArrayList<>();
        try (Spool spool = new Spool()) {
            while (end - head.position() >= (all ? 1 : segmentEvents)) {
                long events = Math.min(segmentEvents, end - head.position());
                boolean sealed = all && head.position() + events == end;
                SegmentWriter writer = writer(spool, head, previous);
                Read read;
                try {
                    read = writer.write(events, sealed);
                } catch (SegmentClaimedException claimed) {
                    if (claimed.last() > end) {
                        break; // it is for the one who was told that it may be archived
                    }
                    writer = writer(spool, head, previous);
                    read =
                            writer.write(
                                    claimed.last() - head.position(), all && claimed.last() == end);
                }
                written.add(read.manifest());
                head = writer.head();
                previous = read.sha256();
                progress.step("events archived", head.position() - begin, end - begin);
            }
        }
        return written;
    }

    private SegmentWriter writer(Spool spool, Head head, String previous) {
        return new SegmentWriter(source, catalog, archive, spool, head, previous);
    }

    private void requireSameBook(Manifest last) {
        List<RecordedEvent> event = source.journal().read(last.last() - 1, 1);
        if (event.isEmpty()
                || !HexFormat.of().formatHex(event.getFirst().hash()).equals(last.end().hash())) {
            throw new ArchiveException(
                    "The archive in "
                            + archive.place()
                            + " is that of another book of the name '"
                            + last.book()
                            + "': position "
                            + last.last()
                            + " is another event there.");
        }
    }
}
