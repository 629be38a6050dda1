package dev.daybook.postgres;

/** A database has no book of that name. */
public final class NoSuchBookException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoSuchBookException(String book) {
        super("There is no book '" + book + "'.");
    }
}
