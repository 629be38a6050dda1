package dev.daybook.postgres;

/** What came by the database's log cannot be understood; nothing of it was used. */
final class MalformedStreamException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedStreamException(String message) {
        super("The stream of the database's log: " + message);
    }

    MalformedStreamException(String message, Throwable cause) {
        super("The stream of the database's log: " + message, cause);
    }
}
