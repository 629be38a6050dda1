package dev.daybook.server.bank;

/** A book was to be restored where there are views of another one already. */
public final class ViewsNotEmptyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ViewsNotEmptyException(String book) {
        super("There are views of a book '" + book + "' already.");
    }
}
