package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;

/** Looks at tokens before anything is asked for with them. */
@Component
public final class Callers {

    private final VerifiedTokens tokens;

    Callers(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    /** For how long a token will be taken; null when it is not taken at all. */
    public @Nullable Duration remaining(String token) {
        try {
            Jwt verified = tokens.decode(token);
            Instant expiry = verified.getExpiresAt();
            return expiry == null ? null : Duration.between(Instant.now(), expiry);
        } catch (JwtException refused) {
            return null;
        }
    }
}
