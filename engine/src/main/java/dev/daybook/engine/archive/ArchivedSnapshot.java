package dev.daybook.engine.archive;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookSnapshot;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A book at one moment, the beginning of whose journal is read from an archive if need be. */
public final class ArchivedSnapshot<S> implements BookSnapshot<S> {

    private final BookSnapshot<S> hot;
    private final ArchivedJournal journal;

    public ArchivedSnapshot(BookSnapshot<S> hot, ArchivedJournal journal) {
        this.hot = hot;
        this.journal = journal;
    }

    @Override
    public Head head() {
        return hot.head();
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        return journal.read(after, limit, hot::read);
    }

    @Override
    public Map<EntityId, Versioned<S>> load(Collection<EntityId> entities) {
        return hot.load(entities);
    }

    @Override
    public long entities() {
        return hot.entities();
    }

    @Override
    public void close() {
        hot.close();
    }
}
