package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a token says what its bearer is. A claim within a claim is written with points, such as
 * {@code realm_access.roles}.
 *
 * @param roles the claim with the roles: a list, or words separated by blanks
 * @param accounts the claim with a customer's accounts, in the same form
 */
public record TokenClaims(String roles, String accounts) {

    /** What {@link LocalTokens} writes. */
    public static final TokenClaims LOCAL = new TokenClaims("roles", "accounts");

    /** The longest subject that is taken for an actor, in characters. */
    private static final int ACTOR_MAX_CHARS = 200;

    @Nullable Caller caller(@Nullable Authentication authentication, AccessRules.Rule rule) {
        return authentication instanceof JwtAuthenticationToken token
                ? caller(token.getToken(), rule)
                : null;
    }

    /** Null when it does not say who its bearer is. */
    @Nullable Caller caller(Jwt jwt, AccessRules.Rule rule) {
        String actor = jwt.getSubject();
        if (actor == null || actor.isBlank() || actor.length() > ACTOR_MAX_CHARS) {
            return null;
        }
        Set<Role> known = EnumSet.noneOf(Role.class);
        for (String word : words(jwt.getClaims(), roles)) {
            Role role = Role.of(word);
            if (role != null) {
                known.add(role);
            }
        }
        return Caller.of(actor, known, words(jwt.getClaims(), accounts), rule);
    }

    private static List<String> words(Map<String, Object> claims, String path) {
        Object value = claims;
        for (String step : path.split("\\.")) {
            value = value instanceof Map<?, ?> inner ? inner.get(step) : null;
        }
        List<String> words = new ArrayList<>();
        if (value instanceof Collection<?> list) {
            list.forEach(each -> words.add(String.valueOf(each)));
        } else if (value instanceof String text && !text.isBlank()) {
            words.addAll(List.of(text.trim().split("\\s+")));
        }
        return words;
    }
}
