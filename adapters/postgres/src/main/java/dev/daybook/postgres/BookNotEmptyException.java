package dev.daybook.postgres;

/** A book was to be restored where there is one already; nothing was touched. */
public final class BookNotEmptyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BookNotEmptyException(String book) {
        super("There is a book '" + book + "' already, and it is not empty.");
    }
}
