package dev.daybook.postgres;

import org.jspecify.annotations.Nullable;

/** A book was made by another version of Daybook, with other tables; nothing was touched. */
public final class BookFormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BookFormatException(String schema, @Nullable String found, String wanted) {
        super(
                "The book in the schema "
                        + schema
                        + " was made by another version of Daybook: its format is "
                        + (found == null ? "not named" : "'" + found + "'")
                        + ", and this version reads '"
                        + wanted
                        + "'.");
    }
}
