package dev.daybook.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a {@link TcpProxy} treats bytes at the moment; a change is felt by those already on the way.
 */
final class Weather {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long delayNanos;
    private int bytesPerSecond;
    private boolean stalled;

    void delay(Duration latency) {
        change(() -> delayNanos = latency.toNanos());
    }

    void throttle(int limit) {
        change(() -> bytesPerSecond = limit);
    }

    void stall() {
        change(() -> stalled = true);
    }

    void clear() {
        change(() -> {
            delayNanos = 0;
            bytesPerSecond = 0;
            stalled = false;
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until bytes may be delivered.
     *
     * @param arrivedNanos when they came in
     * @param before when the ones before them were delivered, and how many those were
     * @return when that was
     */
    long awaitTurn(long arrivedNanos, Delivered before) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                long left = arrivedNanos + delayNanos - now;
                if (bytesPerSecond > 0) {
                    long busyNanos = before.bytes * 1_000_000_000L / bytesPerSecond;
                    left = Math.max(left, before.atNanos + busyNanos - now);
                }
                if (stalled) {
                    changed.await();
                } else if (left > 0) {
                    changed.await(left, TimeUnit.NANOSECONDS);
                } else {
                    return now;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that went out, and when. */
    record Delivered(long atNanos, int bytes) {}
}
