package dev.daybook.bench.measure;

import java.util.Arrays;

/**
 * Times that something took, every one of them kept: percentiles are exact. Safe for use by many
 * threads.
 */
public final class Latencies {

    /** The most times kept, 64 MB of them; what comes later is counted only. */
    private static final int KEPT_MAX = 8_000_000;

    private static final int FIRST = 1_024;

    private long[] nanos = new long[FIRST];
    private int kept;
    private long unkept;

    public synchronized void add(long tookNanos) {
        if (kept == KEPT_MAX) {
            unkept++;
            return;
        }
        if (kept == nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.min(KEPT_MAX, 2 * kept));
        }
        nanos[kept++] = tookNanos;
    }

    public synchronized long count() {
        return kept + unkept;
    }

    /** Median, 99th and 99.9th percentile and the largest, in milliseconds. */
    public synchronized void report(Figures into) {
        if (kept == 0) {
            return;
        }
        Arrays.sort(nanos, 0, kept);
        into.add("p50", millis(0.5), "ms");
        into.add("p99", millis(0.99), "ms");
        into.add("p99-9", millis(0.999), "ms");
        into.add("max", millis(1), "ms");
    }

    /** By nearest rank: that many of the times are at most this one. */
    private double millis(double part) {
        int rank = (int) Math.ceil(part * kept);
        return nanos[Math.clamp(rank - 1L, 0, kept - 1)] / 1e6;
    }
}
