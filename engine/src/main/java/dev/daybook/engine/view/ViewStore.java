package dev.daybook.engine.view;

import dev.daybook.engine.feed.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Holds the values of one view, and how far it is. Written by one thread. Every method may throw
 * {@link dev.daybook.engine.journal.StorageException}; then the call took effect as a whole or not
 * at all, and which of the two {@link #open} tells.
 */
public interface ViewStore<K, V> extends AutoCloseable {

    /**
     * Makes the store ready, creating what is missing, and returns how far it is. Called again
     * after a call has failed, when it answers as the store now stands, and when other lanes are to
     * be followed.
     *
     * @param lanes those whose events are saved from now on; {@link
     *     dev.daybook.engine.event.Lanes#ALL} alone for all together
     * @return the positions of these lanes
     */
    Progress open(Set<Integer> lanes);

    /** The current values of these keys; keys without a value are absent. */
    Map<K, Stored<V>> load(Collection<K> keys);

    /**
     * Applies writes and moves lanes on. A store with transactions does both together: after a
     * crash either both hold or neither. One without them writes first and moves then, never puts
     * an older value in the place of a newer one, and tells of each value which position it has.
     *
     * @param writes each lane's in the order of their positions; a later one of the same key
     *     replaces an earlier one
     * @param progress where lanes are then, of those that were opened; the others stay
     */
    void save(List<Write<K, V>> writes, Progress progress);

    /**
     * How far the store is, whoever writes to it: what has been applied up to there can be read
     * now. Of all lanes that are followed anywhere. For any thread.
     */
    Progress progress();

    /**
     * Applies writes of events that had been parked. A store that can releases them from the ledger
     * in the same transaction; with one that cannot, a crash between the two applies them once more
     * when they are retried.
     *
     * @param released the positions of those events
     */
    default void repair(List<Write<K, V>> writes, List<Long> released) {
        save(writes, Progress.nowhere());
    }

    /**
     * The shortest time from one save to the next at the tail of the journal. A save costs much the
     * same for one event as for a hundred, so that what comes sooner is better saved together. The
     * first event after a rest waits for nothing.
     *
     * @param changed whether values were saved, or only how far the view is
     */
    default Duration pace(boolean changed) {
        return Duration.ZERO;
    }

    /** Calls back for every key and current value, in no particular order. */
    void scan(BiConsumer<K, V> each);

    /** Removes everything; {@link #open} starts again from nothing. */
    void drop();

    @Override
    void close();

    /**
     * A value as the store has it.
     *
     * @param position of the last event that is in it, which is not to be applied again; 0 in a
     *     store whose values and positions are always of one moment
     */
    record Stored<V>(V value, long position) {}

    /**
     * One change of one key.
     *
     * @param position the position of the event that caused it
     * @param value the new value, or null when the key is removed
     */
    record Write<K, V>(K key, long position, @Nullable V value) {}
}
