package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the answers of a run that starts now. What was committed counts when its answer came
 * within the window, so that a server that falls behind is seen to; a latency counts when its
 * request was meant to be sent within it, however late the answer. Safe for use by many threads,
 * once {@link #observe} is over.
 */
final class Requests {

    private final ServerProcess server;
    private final Timing timing;
    private final long windowStart;
    private final long windowEnd;
    private final Latencies latencies = new Latencies();
    private final LongAdder committed = new LongAdder();
    private final LongAdder overloaded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private HttpUsage usage = HttpUsage.NONE;

    Requests(ServerProcess server, Timing timing) {
        this.server = server;
        this.timing = timing;
        this.windowStart = System.nanoTime() + timing.warmUp().toNanos();
        this.windowEnd = windowStart + timing.window().toNanos();
    }

    /** Takes the processor time of the window; returns when that is over. */
    void observe() throws InterruptedException {
        sleepUntil(windowStart);
        HttpUsage start = HttpUsage.now(server);
        sleepUntil(windowEnd);
        usage = HttpUsage.now(server).since(start);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }

    boolean isOver() {
        return System.nanoTime() - windowEnd >= 0;
    }

    /**
     * @param start when the request was, or was meant to be, sent
     */
    void answered(long start, Client.Answer answer) {
        switch (answer) {
            case COMMITTED -> answered(start, 1, 0);
            case OVERLOADED -> {
                if (counts(start)) {
                    overloaded.increment();
                }
            }
            case FAILED -> answered(start, 0, 1);
        }
    }

    /** A request with many commands. */
    void answered(long start, long commandsCommitted, long commandsFailed) {
        long now = System.nanoTime();
        if (counts(now)) {
            committed.add(commandsCommitted);
        }
        if (counts(start)) {
            latencies.add(now - start);
            failed.add(commandsFailed);
        }
    }

    private boolean counts(long nanos) {
        return nanos - windowStart >= 0 && nanos - windowEnd < 0;
    }

    void report(Figures into) {
        into.rate("committed", committed.sum(), timing.window(), "transfers");
        into.count("failed", failed.sum(), "transfers");
        into.count("overloaded", overloaded.sum(), "requests");
        latencies.report(into);
        usage.report(into, committed.sum());
    }
}
