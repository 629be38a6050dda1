package dev.daybook.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how often somebody may try something within a minute. Safe for use by many threads. */
final class TryLimit {

    /** Those that are kept count of; beyond, all are forgotten. */
    static final int KNOWN_MAX = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int triesMax;
    private final InstantSource clock;
    private final Map<String, Tries> tries = new ConcurrentHashMap<>();

    TryLimit(int triesMax, InstantSource clock) {
        this.triesMax = triesMax;
        this.clock = clock;
    }

    private record Tries(Instant since, int count) {}

    /** Counts a try of somebody, and tells whether it may be made. */
    boolean allows(String who) {
        Instant now = clock.instant();
        if (tries.size() >= KNOWN_MAX) {
            tries.values().removeIf(each -> isOver(each, now));
            if (tries.size() >= KNOWN_MAX) {
                tries.clear();
            }
        }
        Tries counted =
                tries.merge(
                        who,
                        new Tries(now, 1),
                        (before, first) ->
                                isOver(before, now)
                                        ? first
                                        : new Tries(before.since, before.count + 1));
        return counted.count <= triesMax;
    }

    private static boolean isOver(Tries tries, Instant now) {
        return !now.isBefore(tries.since.plus(WINDOW));
    }
}
