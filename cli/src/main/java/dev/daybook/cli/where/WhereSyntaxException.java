package dev.daybook.cli.where;

/** A condition cannot be read; the message says where, and what was expected. */
public final class WhereSyntaxException extends RuntimeException {

    WhereSyntaxException(String message) {
        super(message);
    }
}
