package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers for a short while which tokens were found valid: checking one takes as long as deciding
 * the command that it comes with, and a client sends the same one with each request.
 *
 * <p>What must always hold: a token is never taken for known after it expired, nor for longer than
 * {@link #KNOWN_MAX}, so that a key which its issuer withdraws is missed that long at most. What
 * was refused is not remembered, nor is a token that is bound to its sender.
 */
final class VerifiedTokens implements JwtDecoder {

    static final Duration KNOWN_MAX = Duration.ofMinutes(1);

    /** Tokens remembered at once, about 2 KB each. */
    static final int TOKENS_MAX = 10_000;

    /** Whoever has such a token must prove it with each request; RFC 7800. */
    private static final String CONFIRMATION = "cnf";

    private final JwtDecoder decoder;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    VerifiedTokens(JwtDecoder decoder, InstantSource clock) {
        this.decoder = decoder;
        this.clock = clock;
    }

    private record Known(Jwt token, Instant until) {}

    /** Checks a token, unless that was done a moment ago. */
    @Override
    public Jwt decode(String token) {
        Jwt verified = known(token);
        if (verified == null) {
            verified = decoder.decode(token);
            remember(token, verified);
        }
        return verified;
    }

    /** What a token says, if it was found valid a moment ago and still is; else null. */
    @Nullable Jwt known(String token) {
        Known found = known.get(token);
        if (found == null) {
            return null;
        }
        if (clock.instant().isBefore(found.until)) {
            return found.token;
        }
        known.remove(token, found);
        return null;
    }

    private void remember(String token, Jwt verified) {
        Instant expiry = verified.getExpiresAt();
        if (expiry == null || verified.hasClaim(CONFIRMATION)) {
            return;
        }
        Instant now = clock.instant();
        if (known.size() >= TOKENS_MAX) {
            known.values().removeIf(each -> !now.isBefore(each.until));
        }
        if (known.size() >= TOKENS_MAX) {
            known.clear(); // no more is lost by it than the time to check each once more
        }
        Instant latest = now.plus(KNOWN_MAX);
        known.put(token, new Known(verified, expiry.isBefore(latest) ? expiry : latest));
    }

    int size() {
        return known.size();
    }
}
