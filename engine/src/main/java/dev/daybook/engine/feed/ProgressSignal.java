package dev.daybook.engine.feed;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A progress that can be waited for, lane by lane. Safe for use by many threads. */
public final class ProgressSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Set<Integer> slots;
    private volatile boolean known;
    private volatile Progress progress = Progress.nowhere();

    /**
     * @param slots all lanes there are, whoever follows them
     */
    public ProgressSignal(Set<Integer> slots) {
        this.slots = Set.copyOf(slots);
    }

    /** Whether any progress was ever told. */
    public boolean isKnown() {
        return known;
    }

    public Progress progress() {
        return progress;
    }

    /** The position that all lanes have reached. */
    public long position() {
        return progress.of(slots);
    }

    /** Moves lanes on; a lower or equal position changes nothing. */
    public void advance(Progress reached) {
        lock.lock();
        try {
            set(progress.and(reached));
        } finally {
            lock.unlock();
        }
    }

    /** Begins anew with this, which may be less: what was applied may have been lost. */
    public void restart(Progress now) {
        lock.lock();
        try {
            set(now);
        } finally {
            lock.unlock();
        }
    }

    private void set(Progress now) {
        progress = now;
        known = true;
        moved.signalAll();
    }

    /** Waits until all lanes have reached a position; false when that did not happen in time. */
    public boolean await(long wanted, Duration atMost) throws InterruptedException {
        return await(wanted, slots, atMost);
    }

    /** Waits until some lanes have reached a position; false when that did not happen in time. */
    public boolean await(long wanted, Set<Integer> lanes, Duration atMost)
            throws InterruptedException {
        if (has(wanted, lanes)) {
            return true;
        }
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!has(wanted, lanes)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = moved.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean has(long wanted, Set<Integer> lanes) {
        return known && progress.of(lanes) >= wanted;
    }
}
