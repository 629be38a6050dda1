package dev.daybook.server.problem;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of problems. The slug is the end of the problem's {@code type} and never changes:
 * clients decide by it.
 */
public enum ProblemType {
    VALIDATION(400, "The request is not valid"),
    UNAUTHORIZED(401, "Not signed in"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "This resource has no such method"),
    NOT_ACCEPTABLE(406, "Not available in this form"),
    CONFLICT(409, "It does not fit the present state"),
    ACCOUNT_EXISTS(409, "The account exists already"),
    ALREADY_REVERSED(409, "The transaction was reversed before"),
    HOLD_NOT_OPEN(409, "The hold is not open"),
    IDEMPOTENCY_KEY_IN_PROGRESS(409, "The first request with this key is still being handled"),
    PAYLOAD_TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is in another form than expected"),
    INSUFFICIENT_FUNDS(422, "Not enough money available"),
    ACCOUNT_FROZEN(422, "The account is frozen"),
    ACCOUNT_CLOSED(422, "The account is closed"),
    CURRENCY_MISMATCH(422, "The currencies differ"),
    UNBALANCED(422, "The transaction does not balance"),
    LIMIT_EXCEEDED(422, "A limit would be exceeded"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another command"),
    TOO_MANY_REQUESTS(429, "Too often"),
    DEFECT(500, "A defect of the service"),
    OVERLOADED(503, "Too much at once"),
    OUTCOME_UNKNOWN(503, "The outcome is not known yet"),
    VIEW_BEHIND(503, "The answer is not up to date yet"),
    UNAVAILABLE(503, "A part of the service does not answer");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status this kind has unless said otherwise. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The kind with a slug, or null when there is none. */
    public static @Nullable ProblemType of(String slug) {
        for (ProblemType type : values()) {
            if (type.slug().equals(slug)) {
                return type;
            }
        }
        return null;
    }
}
