package dev.daybook.server.security;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;

/** Looks at tokens before anything is asked for with them. */
@Component
public final class Callers {

    private static final AccessRules.Rule ANY =
            requireNonNull(AccessRules.find("POST", "/graphql"), "every role has it");

    private final VerifiedTokens tokens;
    private final TokenClaims claims;

    Callers(VerifiedTokens tokens, TokenClaims claims) {
        this.tokens = tokens;
        this.claims = claims;
    }

    /** Who a token is of; null when it is not taken. */
    public @Nullable Identity identify(String token) {
        try {
            return identity(tokens.decode(token));
        } catch (JwtException refused) {
            return null;
        }
    }

    /** Who has shown a token already; null when nobody has. */
    public @Nullable Identity identify(@Nullable Principal principal) {
        return principal instanceof JwtAuthenticationToken token
                ? identity(token.getToken())
                : null;
    }

    private @Nullable Identity identity(Jwt token) {
        Caller caller = claims.caller(token, ANY);
        return caller == null ? null : new Identity(caller, token.getExpiresAt());
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
