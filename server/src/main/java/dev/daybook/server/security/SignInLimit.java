package dev.daybook.server.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.time.InstantSource;

/**
 * Bounds how often an address may try to sign in: {@value #TRIES_MAX} times a minute. Codes have
 * 128 bits and tokens are signed, so that guessing leads nowhere; this keeps it from costing
 * anything.
 */
@Component
public final class SignInLimit {

    static final int TRIES_MAX = 60;

    private final TryLimit limit = new TryLimit(TRIES_MAX, InstantSource.system());

    SignInLimit() {}

    /** Counts a try, and tells whether it may be made. */
    public boolean allows(HttpServletRequest request) {
        return limit.allows(request.getRemoteAddr());
    }
}
