package dev.daybook.server.http;

import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Enumeration;

/** The headers of the contract. */
public final class Headers {

    public static final String POSITION = "Daybook-Position";
    public static final String COMMAND = "Daybook-Command";
    public static final String CONSISTENCY = "Daybook-Consistency";
    public static final String ON_BEHALF_OF = "Daybook-On-Behalf-Of";
    public static final String CORRELATION = "Daybook-Correlation";
    public static final String REASON = "Daybook-Reason";
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    public static final String REPLAYED = "Idempotent-Replayed";
    public static final String TRACE = "traceparent";
    public static final String PREFER = "Prefer";

    private Headers() {}

    /**
     * The value of a header, null when it is absent or blank. Sent twice, it could be read in two
     * ways, and is refused.
     */
    public static @Nullable String one(HttpServletRequest request, String name, int maxChars) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return null;
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            throw ProblemException.validation(name, "The header " + name + " was sent twice.");
        }
        return value.isBlank() ? null : Given.text(name, utf8(value), maxChars);
    }

    /** Tomcat reads headers as ISO 8859-1; clients mean UTF-8, where it is that. */
    private static String utf8(String value) {
        if (value.chars().allMatch(c -> c < 0x80)) {
            return value;
        }
        byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        try {
            return java.nio.charset.StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException latin) {
            return value;
        }
    }
}
