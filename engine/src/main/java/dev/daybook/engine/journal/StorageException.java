package dev.daybook.engine.journal;

/**
 * The store did not do what was asked: it could not be reached, or refused, or its answer was lost.
 * What took effect is not known.
 */
public class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
