package dev.daybook.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what cannot be waited for by a position. */
public final class Eventually {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Eventually() {}

    /** Looks until it is so; fails when it is not within that time. */
    public static void holds(Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It was not so within " + within + ".");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
