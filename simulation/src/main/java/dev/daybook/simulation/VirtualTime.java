package dev.daybook.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when the schedule says so. */
final class VirtualTime {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private long nanos;

    void pass(long millis) {
        nanos += millis * 1_000_000 + 1_000;
    }

    long nanos() {
        return nanos;
    }

    long millis() {
        return nanos / 1_000_000;
    }

    /** The clock on a node's wall, which can be set. */
    final class WallClock implements InstantSource {

        private long offMillis;

        void jump(long millis) {
            offMillis += millis;
        }

        @Override
        public Instant instant() {
            return START.plusNanos(nanos).plusMillis(offMillis);
        }
    }
}
