package dev.daybook.engine.feed;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A position that only grows, and that can be waited for. */
public final class PositionSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile long position;

    public PositionSignal(long position) {
        this.position = position;
    }

    public long position() {
        return position;
    }

    /** Raises the position; a lower or equal one changes nothing. */
    public void advance(long reached) {
        lock.lock();
        try {
            if (reached > position) {
                position = reached;
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait, so that they look again at whatever else they wait for. */
    public void wake() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the position is at least this; false when that did not happen in time. */
    public boolean await(long wanted, Duration atMost) throws InterruptedException {
        if (position >= wanted) {
            return true;
        }
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (position < wanted) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
