package dev.daybook.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is closed when this JVM ends: the newest first, since it may need what was there before. The
 * JVM itself would run all of it at once.
 */
public final class AtExit {

    private static final Deque<Runnable> CLOSERS = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run));
    }

    private AtExit() {}

    /** To be run when this JVM ends, before everything that was registered earlier. */
    public static void close(Runnable closer) {
        synchronized (CLOSERS) {
            CLOSERS.push(closer);
        }
    }

    private static void run() {
        synchronized (CLOSERS) {
            CLOSERS.forEach(Runnable::run);
        }
    }
}
