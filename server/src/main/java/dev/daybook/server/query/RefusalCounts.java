package dev.daybook.server.query;

import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.command.CommandLog.Refusals;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Refused commands, counted where commands are written. However many ask, one counts at a time, for
 * two seconds at most; who asks the same within five seconds is told the same.
 */
final class RefusalCounts {

    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final long WAIT_SECONDS_MAX = 4;
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REMEMBERED_MAX = 8;

    private final CommandLog commands;
    private final ReentrantLock counting = new ReentrantLock();
    private final SequencedMap<Instant, Counted> known = new LinkedHashMap<>();

    private record Counted(long atNanos, List<Refusals> refusals) {

        boolean isOld() {
            return System.nanoTime() - atNanos > REMEMBERED_NANOS;
        }
    }

    RefusalCounts(CommandLog commands) {
        this.commands = commands;
    }

    /** Those of an hour and of all after it. */
    List<Refusals> of(Instant from) {
        if (!isMyTurn()) {
            throw ProblemException.retryLater(
                    ProblemType.OVERLOADED, "Refusals are being counted. Ask again.", 5);
        }
        try {
            Counted found = found(from);
            if (found == null) {
                found = new Counted(System.nanoTime(), commands.refusals(from, AT_MOST));
                known.put(from, found);
            }
            return found.refusals;
        } finally {
            counting.unlock();
        }
    }

    private @Nullable Counted found(Instant from) {
        known.values().removeIf(Counted::isOld);
        while (known.size() >= REMEMBERED_MAX && !known.containsKey(from)) {
            known.pollFirstEntry();
        }
        return known.get(from);
    }

    private boolean isMyTurn() {
        try {
            return counting.tryLock(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
