package dev.daybook.simulation;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A node's reading of the book. */
final class MemoryJournal implements Journal {

    private final BookDisk disk;
    private final Calls calls;

    MemoryJournal(BookDisk disk, Calls calls) {
        this.disk = disk;
        this.calls = calls;
    }

    @Override
    public Head head() {
        calls.before("journal head");
        return disk.head();
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        calls.before("journal read");
        return disk.read(after, Math.min(limit, READ_MAX));
    }

    @Override
    public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
        calls.before("journal read");
        return disk.read(after, READ_MAX).stream()
                .filter(event -> event.entity().equals(entity) && event.position() <= upTo)
                .limit(limit)
                .toList();
    }

    @Override
    public long positionAt(Instant instant) {
        calls.before("journal position");
        return disk.read(0, READ_MAX).stream()
                .filter(event -> !event.recordedAt().isAfter(instant))
                .count();
    }

    @Override
    public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
        return null; // histories are too short for one
    }
}
