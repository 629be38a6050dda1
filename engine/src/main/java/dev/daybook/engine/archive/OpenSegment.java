package dev.daybook.engine.archive;

import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.RecordedEvent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The events of one segment at hand, found by their position. Belongs to one thread at a time. */
final class OpenSegment implements AutoCloseable {

    private final SegmentName name;
    private final Map<String, Topic> topics;
    private final Spool spool;
    private final Path file;
    private final RowReader<ArchivedEvent> rows;
    private final NavigableMap<Long, Long> blocks;
    private final EventHash hash;
    private long next;

    private OpenSegment(Manifest manifest, Spool spool, Path file) {
        this.name = manifest.segment();
        this.topics = manifest.topics();
        this.spool = spool;
        this.file = file;
        this.hash = new EventHash(manifest.book());
        this.rows = new RowReader<>(ArchiveWalk.EVENTS, file, manifest.journal().name());
        this.blocks = rows.blocks();
        this.next = name.last() + 1;
    }

    /** The segment that holds a position. */
    static OpenSegment open(
            Archive archive, ArchivedSegments segments, long position, Spool spool) {
        for (SegmentName name : segments.names()) {
            if (name.first() <= position && position <= name.last()) {
                Manifest manifest = segments.read(name).manifest();
                return new OpenSegment(manifest, spool, spool.fetch(archive, manifest.journal()));
            }
        }
        throw new ArchiveException(
                "The archive in " + archive.place() + " has no position " + position + ".");
    }

    boolean holds(long position) {
        return name.first() <= position && position <= name.last();
    }

    /** Events behind a position of the segment, or behind the one before it. */
    List<RecordedEvent> read(long after, int limit) {
        var block = blocks.floorEntry(after + 1 - name.first());
        long begin = name.first() + block.getKey();
        if (next > after + 1 || next < begin) {
            rows.seek(block.getValue());
            next = begin;
        }
        List<RecordedEvent> events = new ArrayList<>(Math.min(limit, 1_000));
        while (next <= name.last() && events.size() < limit && rows.hasNext()) {
            RecordedEvent event = rows.next().event(topics);
            if (next > after) {
                if (event.position() != next || !hash.matches(event)) {
                    throw new ArchiveException(
                            "Position " + next + " of the archive is not what was recorded there.");
                }
                events.add(event);
            }
            next++;
        }
        if (events.isEmpty()) {
            throw new ArchiveException("The archive has no position " + (after + 1) + ".");
        }
        return events;
    }

    @Override
    public void close() {
        rows.close();
        spool.delete(file);
    }
}
