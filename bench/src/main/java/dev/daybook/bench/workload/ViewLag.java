package dev.daybook.bench.workload;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.engine.feed.ProgressSignal;
import dev.daybook.engine.view.ViewRunner;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Watches one view: a thread waits for each position that was committed and takes the time. */
final class ViewLag {

    /** A view that is further behind than this has failed. */
    private static final Duration BEHIND_MAX = Duration.ofMinutes(2);

    private final String name;
    private final ProgressSignal applied;
    private final Latencies latencies = new Latencies();
    private final BlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
    private final Thread thread;

    /**
     * @param position 0 when there are no more
     */
    private record Commit(long position, long nanos) {}

    private ViewLag(ViewRunner<?, ?, ?> view) {
        this.name = view.view().name();
        this.applied = view.applied();
        this.thread = Thread.ofPlatform().name("bench-lag-" + name).unstarted(this::watch);
    }

    static ViewLag watch(ViewRunner<?, ?, ?> view) {
        ViewLag lag = new ViewLag(view);
        lag.thread.start();
        return lag;
    }

    void committed(long position, long nanos) {
        commits.add(new Commit(position, nanos));
    }

    private void watch() {
        try {
            for (Commit next = commits.take(); next.position != 0; next = commits.take()) {
                if (!applied.await(next.position, BEHIND_MAX)) {
                    return; // finish() tells
                }
                latencies.add(System.nanoTime() - next.nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for what is still to come.
     *
     * @throws IllegalStateException when the view does not get there
     */
    void finish(long head) throws InterruptedException {
        if (!applied.await(head, BEHIND_MAX)) {
            throw new IllegalStateException("The view " + name + " fell behind.");
        }
        commits.add(new Commit(0, 0));
        thread.join();
    }

    void report(Figures into) {
        latencies.report(into.of(name));
    }
}
