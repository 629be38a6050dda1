package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Holds the values of one view, and how far it is. Written by one thread. Every method may throw
 * {@link dev.daybook.engine.journal.StorageException}; then the call took effect as a whole or not
 * at all, and which of the two {@link #open()} tells.
 */
public interface ViewStore<K, V> extends AutoCloseable {

    /**
     * Makes the store ready, creating what is missing, and returns the position up to which it has
     * applied events. Called again after a call has failed, when it answers as the store now
     * stands.
     */
    long open();

    /** The current values of these keys; keys without a value are absent. */
    Map<K, V> load(Collection<K> keys);

    /**
     * Applies writes and moves to a position, together: after a crash either both hold or neither.
     *
     * @param writes in the order of their positions; a later one of the same key replaces an
     *     earlier one
     */
    void save(List<Write<K, V>> writes, long position);

    /**
     * Applies writes of events that had been parked. A store that can releases them from the ledger
     * in the same transaction; with one that cannot, a crash between the two applies them once more
     * when they are retried.
     *
     * @param position how far the view is, as in {@link #save}
     * @param released the positions of those events
     */
    default void repair(List<Write<K, V>> writes, long position, List<Long> released) {
        save(writes, position);
    }

    /**
     * The shortest time from one save to the next at the tail of the journal. A save costs much the
     * same for one event as for a hundred, so that what comes sooner is better saved together. The
     * first event after a rest waits for nothing.
     */
    default Duration pace() {
        return Duration.ZERO;
    }

    /** Calls back for every key and current value, in no particular order. */
    void scan(BiConsumer<K, V> each);

    /** Removes everything; {@link #open()} starts again from nothing. */
    void drop();

    @Override
    void close();

    /**
     * One change of one key.
     *
     * @param position the position of the event that caused it
     * @param value the new value, or null when the key is removed
     */
    record Write<K, V>(K key, long position, @Nullable V value) {}
}
