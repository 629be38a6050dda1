package dev.daybook.engine.archive;

import dev.daybook.engine.journal.RecordedEvent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads an archive by position. A few segments are kept at hand in temporary files, each of which
 * was held against its manifest when it was fetched, as every event is against its hash. Safe for
 * use by many threads, of which one at a time reads.
 */
final class ArchiveReader implements AutoCloseable {

    /** Whoever reads in order, and whoever looks up one entity meanwhile, find theirs at hand. */
    private static final int OPEN_MAX = 4;

    private final Archive archive;
    private final String book;
    private final Spool spool = new Spool();
    private final ReentrantLock reading = new ReentrantLock();
    private final Deque<OpenSegment> open = new ArrayDeque<>(); // what was read last comes first
    private ArchivedSegments segments;

    ArchiveReader(Archive archive, String book) {
        this.archive = archive;
        this.book = book;
        this.segments = ArchivedSegments.of(archive, book);
    }

    /** Events behind a position, up to another or to the end of the segment; at least one. */
    List<RecordedEvent> read(long after, long upTo, int limit) {
        reading.lock();
        try {
            return segment(after + 1).read(after, (int) Math.min(limit, upTo - after));
        } finally {
            reading.unlock();
        }
    }

    RecordedEvent at(long position) {
        return read(position - 1, position, 1).getFirst();
    }

    /**
     * The last position recorded at or before an instant; 0 when there is none.
     *
     * @param upTo a position that was recorded later
     */
    long positionAt(Instant instant, long upTo) {
        SegmentName within = segmentAfter(instant);
        long low = within.first() - 1; // was recorded by then, or is no event
        long high = Math.min(within.last(), upTo);
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (at(middle).recordedAt().isAfter(instant)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** The first segment that ends after an instant; there is one. */
    private SegmentName segmentAfter(Instant instant) {
        reading.lock();
        try {
            List<SegmentName> names = segments.names();
            int low = 0;
            int high = names.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                Manifest manifest = segments.read(names.get(middle)).manifest();
                if (manifest.head().recordedAt().isAfter(instant)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return names.get(low);
        } finally {
            reading.unlock();
        }
    }

    private OpenSegment segment(long position) {
        for (Iterator<OpenSegment> all = open.iterator(); all.hasNext(); ) {
            OpenSegment segment = all.next();
            if (segment.holds(position)) {
                all.remove();
                open.addFirst(segment);
                return segment;
            }
        }
        if (segments.last() < position) {
            segments = ArchivedSegments.of(archive, book); // it has grown since
        }
        OpenSegment segment = OpenSegment.open(archive, segments, position, spool);
        open.addFirst(segment);
        if (open.size() > OPEN_MAX) {
            open.removeLast().close();
        }
        return segment;
    }

    @Override
    public void close() {
        reading.lock();
        try {
            open.forEach(OpenSegment::close);
            open.clear();
            spool.close();
            archive.close();
        } finally {
            reading.unlock();
        }
    }
}
