package dev.daybook.engine.archive;

import org.jspecify.annotations.Nullable;

/**
 * The parts in which a store keeps a journal, of which the oldest can be dropped at once. Any
 * method may throw {@link dev.daybook.engine.journal.StorageException}.
 */
public interface JournalParts {

    /** The events from one position to another. */
    record Part(long first, long last) {}

    /** The oldest part, unless it is the only one: that is written to. */
    @Nullable Part oldest();

    /**
     * Drops the oldest part. In the same transaction it notes where its events are and which
     * entities they belong to, so that they are found there.
     *
     * @param place the archive that has the events
     * @return false when another did so meanwhile
     */
    boolean drop(Part oldest, String place);
}
