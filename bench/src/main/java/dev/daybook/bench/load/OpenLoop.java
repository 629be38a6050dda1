package dev.daybook.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Does something at a fixed rate whether or not what it did before has been answered, as clients of
 * a bank do. Whoever measures a latency takes it from the moment that was meant, so that waiting
 * behind a slow answer is part of it (else it would be left out: "coordinated omission").
 */
public final class OpenLoop {

    private OpenLoop() {}

    /**
     * @param send is given the moment that was meant, by {@link System#nanoTime}; is not to wait
     * @return how many were sent
     */
    public static long run(int perSecond, Duration length, LongConsumer send) {
        long count = length.toNanos() * perSecond / 1_000_000_000L;
        return run(perSecond, sent -> sent < count, send);
    }

    /**
     * The same for as long as is wanted.
     *
     * @param more is given how many were sent; asked before each
     */
    static long run(int perSecond, LongPredicate more, LongConsumer send) {
        long start = System.nanoTime();
        long sent = 0;
        for (; more.test(sent); sent++) {
            long meant = start + sent * 1_000_000_000L / perSecond;
            for (long left; (left = meant - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            send.accept(meant);
        }
        return sent;
    }
}
