package dev.daybook.engine.view;

import java.time.Duration;

/** How long a view lets events gather before it takes them. Of one thread. */
final class Pace {

    private final long nanos;
    private long readyAtNanos;

    /**
     * @param between the shortest time from one save to the next
     */
    Pace(Duration between) {
        this.nanos = between.toNanos();
        this.readyAtNanos = System.nanoTime();
    }

    /** Something was saved that began at this moment. */
    void saved(long beganNanos) {
        readyAtNanos = beganNanos + nanos;
    }

    /** How long to wait before the next save, in nanoseconds. */
    long restNanos(long nowNanos) {
        return Math.max(0, readyAtNanos - nowNanos);
    }
}
