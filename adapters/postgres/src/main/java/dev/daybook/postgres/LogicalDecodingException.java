package dev.daybook.postgres;

/** The database is not set up so that its log can be decoded; the message says what to set. */
public final class LogicalDecodingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LogicalDecodingException(String message) {
        super(message);
    }
}
