package dev.daybook.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.util.Map;

/** What each answer tells browsers not to do. */
public final class SecurityHeaders {

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action"
                            + " 'self'",
                    "Referrer-Policy",
                    "no-referrer",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "X-XSS-Protection",
                    "0");

    private static final Map<String, String> UNCACHED =
            Map.of(
                    "Cache-Control",
                    "no-cache, no-store, max-age=0, must-revalidate",
                    "Pragma",
                    "no-cache",
                    "Expires",
                    "0");

    private SecurityHeaders() {}

    /** On every answer. */
    public static void write(HttpServletRequest request, HttpServletResponse response) {
        ALWAYS.forEach(response::setHeader);
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains");
        }
    }

    /** On what nobody is to keep, unless the answer says something else of that. */
    public static void writeUncached(HttpServletResponse response) {
        UNCACHED.forEach(response::setHeader);
    }
}
