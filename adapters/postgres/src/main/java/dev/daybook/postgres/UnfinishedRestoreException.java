package dev.daybook.postgres;

/** A book is the beginning of one that is being restored, and must not be written to. */
public final class UnfinishedRestoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnfinishedRestoreException(String book) {
        super("The restoration of the book '" + book + "' has begun and is not finished.");
    }
}
