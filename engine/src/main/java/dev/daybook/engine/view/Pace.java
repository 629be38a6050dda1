package dev.daybook.engine.view;

import java.time.Duration;

/** How long a view lets events gather before it takes them. Of one thread. */
final class Pace {

    private long readyAtNanos = System.nanoTime();

    /**
     * Something was saved.
     *
     * @param beganNanos when that began
     * @param between the shortest time from there to the next save
     */
    void saved(long beganNanos, Duration between) {
        readyAtNanos = beganNanos + between.toNanos();
    }

    /** How long to wait before the next save, in nanoseconds. */
    long restNanos(long nowNanos) {
        return Math.max(0, readyAtNanos - nowNanos);
    }
}
