package dev.daybook.server.graphql;

import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the subscriptions of one connection, and bounds them. */
final class Subscribed {

    private static final int MAX = 50;

    private final AtomicInteger count = new AtomicInteger();

    void begin() {
        if (count.incrementAndGet() > MAX) {
            count.decrementAndGet();
            throw ProblemException.retryLater(
                    ProblemType.OVERLOADED,
                    "This connection has " + MAX + " subscriptions already. End one first.",
                    1);
        }
    }

    void end() {
        count.decrementAndGet();
    }
}
