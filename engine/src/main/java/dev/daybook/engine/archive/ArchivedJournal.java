package dev.daybook.engine.archive;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An archive and a book as one journal: positions up to a certain one are read from the archive,
 * the others from the book. For replay and rebuilding, which read in order; one segment is kept at
 * hand in a temporary file, and every file is held against its manifest when it is fetched.
 *
 * <p>The archive has no index by entity: to read one entity's archived events is to read all of
 * them. Safe for use by many threads, of which one at a time reads the archive.
 */
public final class ArchivedJournal implements Journal, AutoCloseable {

    private final Archive archive;
    private final ArchivedSegments segments;
    private final Journal hot;
    private final long archivedUpTo;
    private final Spool spool = new Spool();
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable OpenSegment open;

    /**
     * @param hot the book's own journal
     * @param archivedUpTo the last position that is read from the archive
     * @throws ArchiveException when the archive does not reach so far
     */
    public ArchivedJournal(Archive archive, Journal hot, long archivedUpTo) {
        this.archive = archive;
        this.segments = ArchivedSegments.of(archive, hot.head().book());
        this.hot = hot;
        this.archivedUpTo = archivedUpTo;
        if (segments.last() < archivedUpTo) {
            throw new ArchiveException(
                    "The archive in "
                            + archive.place()
                            + " ends at "
                            + segments.last()
                            + ", not at "
                            + archivedUpTo
                            + ".");
        }
    }

    @Override
    public Head head() {
        return hot.head();
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        int most = Math.min(limit, READ_MAX);
        List<RecordedEvent> events = new ArrayList<>();
        long position = after;
        while (position < archivedUpTo && events.size() < most) {
            List<RecordedEvent> page = archived(position, most - events.size());
            events.addAll(page);
            position = page.getLast().position();
        }
        if (events.size() < most) {
            events.addAll(hot.read(position, most - events.size()));
        }
        return events;
    }

    @Override
    public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
        int most = Math.min(limit, READ_MAX);
        List<RecordedEvent> events = new ArrayList<>();
        long end = Math.min(upTo, archivedUpTo);
        long position = after;
        while (position < end && events.size() < most) {
            List<RecordedEvent> page = archived(position, READ_MAX);
            for (RecordedEvent event : page) {
                if (event.entity().equals(entity)
                        && event.position() <= end
                        && events.size() < most) {
                    events.add(event);
                }
            }
            position = page.getLast().position();
        }
        if (events.size() < most && upTo > archivedUpTo) {
            events.addAll(
                    hot.read(entity, Math.max(after, archivedUpTo), upTo, most - events.size()));
        }
        return events;
    }

    /** The book answers for what is in the book, and may not be asked for what no longer is. */
    @Override
    public long positionAt(Instant instant) {
        if (archivedUpTo == 0) {
            return hot.positionAt(instant);
        }
        RecordedEvent last = archived(archivedUpTo - 1, 1).getFirst();
        if (!instant.isBefore(last.recordedAt())) {
            return Math.max(archivedUpTo, hot.positionAt(instant));
        }
        SegmentName within = segmentAfter(instant);
        long low = within.first() - 1; // was recorded by then, or is no event
        long high = Math.min(within.last(), archivedUpTo); // was recorded later
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (archived(middle - 1, 1).getFirst().recordedAt().isAfter(instant)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** The first segment that ends after an instant; there is one. */
    private SegmentName segmentAfter(Instant instant) {
        List<SegmentName> names = segments.names();
        int low = 0;
        int high = names.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.read(names.get(middle)).manifest().head().recordedAt().isAfter(instant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return names.get(low);
    }

    @Override
    public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
        return hot.snapshot(entity, upTo);
    }

    /** Events behind a position, up to the end of its segment; at least one. */
    private List<RecordedEvent> archived(long after, int limit) {
        reading.lock();
        try {
            OpenSegment segment = open;
            if (segment == null || !segment.holds(after + 1)) {
                if (segment != null) {
                    segment.close();
                }
                segment = OpenSegment.open(archive, segments, after + 1, spool);
                open = segment;
            }
            return segment.read(after, (int) Math.min(limit, archivedUpTo - after));
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        reading.lock();
        try {
            OpenSegment segment = open;
            open = null;
            if (segment != null) {
                segment.close();
            }
            spool.close();
        } finally {
            reading.unlock();
        }
    }
}
