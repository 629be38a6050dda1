package dev.daybook.engine.commit;

/**
 * The store failed while the command was being committed, and it is not known whether it was.
 * Sending it again with the same idempotency key gives the true answer and never does it twice.
 */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OutcomeUnknownException(Throwable cause) {
        super(
                "It is not known whether the command was committed. Send it again with the same"
                        + " Idempotency-Key.",
                cause);
    }

    /** The service stopped before the command was decided; it was not done. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
