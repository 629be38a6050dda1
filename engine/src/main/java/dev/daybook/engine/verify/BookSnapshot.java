package dev.daybook.engine.verify;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A book as it stands at one moment: journal and state agree, however long one reads. */
public interface BookSnapshot<S> extends AutoCloseable {

    Head head();

    /** Events with {@code after < position}, in order. */
    List<RecordedEvent> read(long after, int limit);

    /** The current state of entities; those that do not exist are absent. */
    Map<EntityId, Versioned<S>> load(Collection<EntityId> entities);

    /** Number of entities that have a current state. */
    long entities();

    @Override
    void close();
}
