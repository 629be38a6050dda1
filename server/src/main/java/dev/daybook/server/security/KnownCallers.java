package dev.daybook.server.security;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

import java.util.Enumeration;

/** Recognises who calls by a token that was checked a moment ago. */
@Component
public final class KnownCallers {

    private static final String SCHEME = "Bearer ";

    private final VerifiedTokens tokens;
    private final TokenClaims claims;

    KnownCallers(VerifiedTokens tokens, TokenClaims claims) {
        this.tokens = tokens;
        this.claims = claims;
    }

    /**
     * The caller, if the rule allows the call.
     *
     * @return null when there is anything to look at more closely: no token, one that is not known,
     *     several, or one that the rule does not let pass
     */
    public @Nullable Caller of(HttpServletRequest request, AccessRules.Rule rule) {
        Enumeration<String> headers = request.getHeaders("Authorization");
        if (!headers.hasMoreElements()) {
            return null;
        }
        String header = headers.nextElement();
        if (headers.hasMoreElements() || !header.startsWith(SCHEME)) {
            return null;
        }
        Jwt token = tokens.known(header.substring(SCHEME.length()));
        Caller caller = token == null ? null : claims.caller(token, rule);
        return caller != null && rule.allows(caller) ? caller : null;
    }
}
