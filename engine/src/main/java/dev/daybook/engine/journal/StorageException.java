package dev.daybook.engine.journal;

/**
 * The store did not do what was asked: it could not be reached, or refused. Nothing is known to
 * have changed.
 */
public class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
