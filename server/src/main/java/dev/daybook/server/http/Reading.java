package dev.daybook.server.http;

import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.SessionCookie;

import jakarta.servlet.http.HttpServletRequest;

import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;

/**
 * How fresh a read has to be, and how long it may wait for that.
 *
 * @param atMost 0 to 30 s
 */
public record Reading(Consistency consistency, Duration atMost) {

    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final long WAIT_SECONDS_MAX = 30;

    /** What a read asks for that says nothing of it. */
    public static final Reading STANDARD = new Reading(new Consistency.Eventual(), WAIT);

    /** What a read may ask for. */
    public sealed interface Consistency {

        /** What the view shows, given a moment to catch up. */
        record Eventual() implements Consistency {}

        /** Nothing older than a position. */
        record AtLeast(long position) implements Consistency {}

        /** Everything that was committed before the read began. */
        record Strong() implements Consistency {}
    }

    public static Reading of(HttpServletRequest request) {
        String header = Headers.one(request, Headers.CONSISTENCY, 100);
        return new Reading(
                header == null ? ofSession(request) : consistency(header), wait(request));
    }

    /** A browser sees what it has written; whoever sends a token says what is to be seen. */
    private static Consistency ofSession(HttpServletRequest request) {
        String position = SessionCookie.position(request);
        return position == null
                ? new Consistency.Eventual()
                : new Consistency.AtLeast(Given.whole("Cookie", position));
    }

    private static Consistency consistency(String header) {
        if (header.equalsIgnoreCase("eventual")) {
            return new Consistency.Eventual();
        }
        if (header.equalsIgnoreCase("strong")) {
            return new Consistency.Strong();
        }
        String prefix = "at-least=";
        if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
            return new Consistency.AtLeast(
                    Given.whole(Headers.CONSISTENCY, header.substring(prefix.length()).trim()));
        }
        throw ProblemException.validation(
                Headers.CONSISTENCY,
                Headers.CONSISTENCY + " is 'eventual', 'at-least=<position>' or 'strong'.");
    }

    private static Duration wait(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(Headers.PREFER);
        while (headers.hasMoreElements()) {
            for (String preference : headers.nextElement().split("[,;]")) {
                String stripped = preference.trim().toLowerCase(Locale.ROOT);
                if (stripped.startsWith("wait=")) {
                    long seconds =
                            Given.whole(Headers.PREFER, stripped.substring("wait=".length()));
                    return Duration.ofSeconds(Math.min(seconds, WAIT_SECONDS_MAX));
                }
            }
        }
        return WAIT;
    }
}
