package dev.daybook.cli.terminal;

import org.jspecify.annotations.Nullable;

/**
 * What is told to the person at the terminal when a command cannot be done: one plain line that
 * says what was wrong and what to do next. It is no defect, and shows no stack trace.
 */
public final class Complaint extends RuntimeException {

    /**
     * @param what what was wrong, with the value, as a whole sentence
     * @param next what to do about it, as a whole sentence
     */
    public Complaint(String what, String next) {
        this(what, next, null);
    }

    public Complaint(String what, String next, @Nullable Throwable cause) {
        super(what + " " + next, cause);
    }
}
