package dev.daybook.server.command;

import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.server.http.Headers;
import dev.daybook.server.security.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Enumeration;
import java.util.Locale;
import java.util.UUID;

/**
 * Where a command came from, as its request says.
 *
 * @param key the idempotency key, if one came
 * @param correlation groups what belongs to one undertaking of the caller; made when none came
 * @param async true when the caller does not want to wait for the outcome
 */
record Origin(
        Caller caller,
        String channel,
        @Nullable String key,
        @Nullable String onBehalfOf,
        String correlation,
        @Nullable String trace,
        boolean async) {

    private static final int TEXT_MAX_CHARS = 200;

    /** A W3C traceparent has 55 characters; later versions may have more. */
    private static final int TRACE_MAX_CHARS = 200;

    static Origin of(HttpServletRequest request, Caller caller, String channel) {
        String correlation = Headers.one(request, Headers.CORRELATION, TEXT_MAX_CHARS);
        return new Origin(
                caller,
                channel,
                Headers.one(request, Headers.IDEMPOTENCY_KEY, Submission.KEY_MAX_CHARS),
                Headers.one(request, Headers.ON_BEHALF_OF, TEXT_MAX_CHARS),
                correlation == null ? UUID.randomUUID().toString() : correlation,
                Headers.one(request, Headers.TRACE, TRACE_MAX_CHARS),
                prefersAsync(request));
    }

    Provenance provenance(String reason) {
        return new Provenance(
                caller.actor(), onBehalfOf, channel, reason, correlation, null, trace);
    }

    private static boolean prefersAsync(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(Headers.PREFER);
        while (headers.hasMoreElements()) {
            if (headers.nextElement().toLowerCase(Locale.ROOT).contains("respond-async")) {
                return true;
            }
        }
        return false;
    }
}
