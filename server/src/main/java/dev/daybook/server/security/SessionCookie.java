package dev.daybook.server.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

import java.time.Duration;

/**
 * The session of a browser: its bearer token, in a cookie that no script can read. There is nothing
 * to keep on the server, and every node takes it.
 *
 * <p>A browser may send cookies along with what other sites make it send; see {@link SameOrigin}.
 */
public final class SessionCookie {

    static final String NAME = "daybook-session";

    /** The position of the last write of this browser, so that it sees what it did. */
    private static final String POSITION = "daybook-position";

    /** How long a browser is sure to see its own writes; views are minutes behind at worst. */
    private static final Duration POSITION_MAX = Duration.ofHours(1);

    private SessionCookie() {}

    /** The token of the session that a request belongs to, or null. */
    public static @Nullable String token(HttpServletRequest request) {
        return value(request, NAME);
    }

    /** True when a request is known by its session: one that sends a token is not. */
    public static boolean isUsed(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null && token(request) != null;
    }

    /** Begins a session, or goes on with another. */
    public static void begin(
            HttpServletRequest request,
            HttpServletResponse response,
            String token,
            Duration maxAge) {
        add(request, response, NAME, token, "/", maxAge);
        add(
                request,
                response,
                POSITION,
                "",
                "/",
                Duration.ZERO); // of another session, or another book
    }

    /** Ends the session. */
    public static void end(HttpServletRequest request, HttpServletResponse response) {
        add(request, response, NAME, "", "/", Duration.ZERO);
        add(request, response, POSITION, "", "/", Duration.ZERO);
    }

    /** Notes what this browser has written. */
    static void wrote(HttpServletRequest request, HttpServletResponse response, String position) {
        add(request, response, POSITION, position, "/", POSITION_MAX);
    }

    /** The position of the last write of this browser, in digits; null when there is none. */
    public static @Nullable String position(HttpServletRequest request) {
        return isUsed(request) ? value(request, POSITION) : null;
    }

    static @Nullable String value(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
                return cookie.getValue();
            }
        }
        return null;
    }

    /**
     * Lax, and not strict: whoever comes from the sign-in of another site, or from a link in a
     * letter, is still signed in. What changes anything is never a GET.
     */
    static void add(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            String path,
            Duration maxAge) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path(path)
                        .maxAge(maxAge)
                        .build()
                        .toString());
    }
}
