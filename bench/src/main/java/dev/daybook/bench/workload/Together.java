package dev.daybook.bench.workload;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs pieces of a load at the same time. */
final class Together {

    private Together() {}

    /** Looks on, in the thread of the caller. */
    interface Onlooker {
        void look() throws InterruptedException;
    }

    /**
     * Ends when all have; the first failure of any of them is the failure of the run. A thread each
     * of the system's own: they do little but wait for an answer, which these do for the least
     * processor time.
     */
    static void run(List<Runnable> pieces, Onlooker onlooker) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<@Nullable Throwable>();
        List<Thread> threads =
                pieces.stream()
                        .map(piece ->
                                Thread.ofPlatform()
                                        .name("bench-sender")
                                        .daemon()
                                        .uncaughtExceptionHandler(
                                                (_, thrown) -> failure.compareAndSet(null, thrown))
                                        .start(piece))
                        .toList();
        onlooker.look();
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A request failed.", failure.get());
        }
    }
}
