package dev.daybook.server.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.time.InstantSource;

/**
 * Bounds how often one session of a browser may search: {@value #SEARCHES_MAX} times a minute,
 * which no person does. It keeps a session that somebody else has got hold of, or a page that went
 * wild, from going through everybody's accounts. Programs with tokens of their own are not meant.
 */
@Component
public final class SearchLimit {

    static final int SEARCHES_MAX = 120;

    private final TryLimit limit = new TryLimit(SEARCHES_MAX, InstantSource.system());

    SearchLimit() {}

    /** Counts a search, and tells whether it may be made. */
    public boolean allows(HttpServletRequest request) {
        String session = SessionCookie.isUsed(request) ? SessionCookie.token(request) : null;
        return session == null || limit.allows(session);
    }
}
