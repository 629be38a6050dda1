package dev.daybook.engine.journal;

import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Reads the journal of one book. Everything returned is committed. Safe for use by many threads.
 *
 * <p>Any method may throw {@link StorageException} when the store cannot be reached.
 */
public interface Journal {

    /** The most events that one call returns, whatever limit is asked for. */
    int READ_MAX = 10_000;

    Head head();

    /** Events with {@code after < position}, in order, at most {@code limit} of them. */
    List<RecordedEvent> read(long after, int limit);

    /**
     * Events of one entity with {@code after < position <= upTo}, in order, at most {@code limit}
     * of them.
     */
    List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit);

    /** The last position recorded at or before an instant; 0 when there is none. */
    long positionAt(Instant instant);

    /**
     * The newest snapshot of an entity at or before a position, or null when there is none of this
     * shape.
     */
    @Nullable Snapshot snapshot(EntityId entity, long upTo);
}
