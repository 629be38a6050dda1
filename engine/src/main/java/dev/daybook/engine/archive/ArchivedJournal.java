package dev.daybook.engine.archive;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.DroppedEvents;
import dev.daybook.engine.journal.DroppedEventsException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A journal whose beginning may have been dropped, and the archive that has it, as one. As long as
 * nobody asks for what was dropped, no archive is opened. An archive that cannot be reached is a
 * {@link StorageException} like any other. Safe for use by many threads.
 */
public final class ArchivedJournal implements Journal, AutoCloseable {

    private static final int CANDIDATES = 1_000;

    private final Journal hot;
    private final DroppedEvents dropped;
    private final Archives archives;
    private volatile long droppedUpTo;
    private @Nullable ArchiveReader reader;

    /**
     * @param hot throws {@link DroppedEventsException} when it is asked for what was dropped
     */
    public ArchivedJournal(Journal hot, DroppedEvents dropped, Archives archives) {
        this.hot = hot;
        this.dropped = dropped;
        this.archives = archives;
    }

    @Override
    public Head head() {
        return hot.head();
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        return read(after, limit, hot::read);
    }

    /** Reads events behind a position. */
    interface Read {
        List<RecordedEvent> behind(long after, int limit);
    }

    /** Reads in order, what is not archived from a source of the caller's. */
    List<RecordedEvent> read(long after, int limit, Read notArchived) {
        int most = Math.min(limit, READ_MAX);
        return hotOr(
                after,
                position -> notArchived.behind(position, most),
                upTo -> archived(after, upTo, most, notArchived));
    }

    private List<RecordedEvent> archived(long after, long upTo, int most, Read notArchived) {
        List<RecordedEvent> events = new ArrayList<>();
        long position = after;
        while (position < upTo && events.size() < most) {
            long behind = position;
            int left = most - events.size();
            events.addAll(fromArchive(reader -> reader.read(behind, upTo, left)));
            position = events.getLast().position();
        }
        if (events.size() < most) {
            events.addAll(notArchived.behind(position, most - events.size()));
        }
        return events;
    }

    @Override
    public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
        int most = Math.min(limit, READ_MAX);
        if (upTo <= after) {
            return List.of();
        }
        return hotOr(
                after,
                position -> hot.read(entity, position, upTo, most),
                end -> archived(entity, after, upTo, Math.min(end, upTo), most));
    }

    /**
     * @param end where the archived ones end
     */
    private List<RecordedEvent> archived(
            EntityId entity, long after, long upTo, long end, int most) {
        List<RecordedEvent> events = new ArrayList<>();
        long position = after;
        while (position < end && events.size() < most) {
            List<Long> candidates = dropped.candidates(entity, position, end, CANDIDATES);
            for (long candidate : candidates) {
                RecordedEvent event = fromArchive(reader -> reader.at(candidate));
                if (event.entity().equals(entity) && events.size() < most) {
                    events.add(event);
                }
            }
            position = candidates.size() < CANDIDATES ? end : candidates.getLast();
        }
        if (events.size() < most && end < upTo) {
            events.addAll(hot.read(entity, end, upTo, most - events.size()));
        }
        return events;
    }

    @Override
    public long positionAt(Instant instant) {
        try {
            return hot.positionAt(instant);
        } catch (DroppedEventsException earlier) {
            long upTo = earlier.upTo();
            return fromArchive(reader ->
                    reader.at(upTo).recordedAt().isAfter(instant)
                            ? reader.positionAt(instant, upTo)
                            : upTo);
        }
    }

    @Override
    public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
        return hot.snapshot(entity, upTo);
    }

    private interface From {
        List<RecordedEvent> position(long position);
    }

    /**
     * Asks the journal, unless it is known not to have it, and the archive when it says so. What is
     * dropped only grows, so that a journal that says so again has dropped more meanwhile.
     */
    private List<RecordedEvent> hotOr(long after, From journal, From archive) {
        while (true) {
            long known = droppedUpTo;
            try {
                return after < known ? archive.position(known) : journal.position(after);
            } catch (DroppedEventsException more) {
                if (more.upTo() <= known) {
                    throw more;
                }
                droppedUpTo = more.upTo();
            }
        }
    }

    private <T> T fromArchive(Function<ArchiveReader, T> work) {
        try {
            return work.apply(reader());
        } catch (ArchiveException failed) {
            throw new StorageException(
                    "What was archived could not be read: " + failed.getMessage(), failed);
        }
    }

    private synchronized ArchiveReader reader() {
        ArchiveReader mine = reader;
        if (mine == null) {
            mine = new ArchiveReader(archives.open(dropped.place()), hot.head().book());
            reader = mine;
        }
        return mine;
    }

    @Override
    public synchronized void close() {
        ArchiveReader mine = reader;
        reader = null;
        if (mine != null) {
            mine.close();
        }
    }
}
