package dev.daybook.server.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how often an address may try to sign in: {@value #TRIES_MAX} times a minute. Codes have
 * 128 bits and tokens are signed, so that guessing leads nowhere; this keeps it from costing
 * anything.
 */
@Component
public final class SignInLimit {

    static final int TRIES_MAX = 60;

    /** Addresses that are kept count of; beyond, all are forgotten. */
    static final int ADDRESSES_MAX = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Tries> tries = new ConcurrentHashMap<>();

    @Autowired
    SignInLimit() {
        this(InstantSource.system());
    }

    SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    private record Tries(Instant since, int count) {}

    /** Counts a try, and tells whether it may be made. */
    public boolean allows(HttpServletRequest request) {
        return allows(request.getRemoteAddr());
    }

    boolean allows(String address) {
        Instant now = clock.instant();
        if (tries.size() >= ADDRESSES_MAX) {
            tries.values().removeIf(each -> isOver(each, now));
            if (tries.size() >= ADDRESSES_MAX) {
                tries.clear();
            }
        }
        Tries counted =
                tries.merge(
                        address,
                        new Tries(now, 1),
                        (before, first) ->
                                isOver(before, now)
                                        ? first
                                        : new Tries(before.since, before.count + 1));
        return counted.count <= TRIES_MAX;
    }

    private static boolean isOver(Tries tries, Instant now) {
        return !now.isBefore(tries.since.plus(WINDOW));
    }
}
