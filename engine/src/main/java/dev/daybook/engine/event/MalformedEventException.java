package dev.daybook.engine.event;

/** The bytes of an event, state or view value are not what their schema says. */
public final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
