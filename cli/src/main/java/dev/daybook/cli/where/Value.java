package dev.daybook.cli.where;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A value, written in a condition or found in an event.
 *
 * @param quoted whether it was written in quotes; then it is a text even when it spells null
 */
record Value(String text, boolean quoted) {

    static final Value NULL = new Value("null", false);

    /** Longer than any amount; a longer one is text, and costs nothing to look at. */
    private static final int NUMBER_MAX_CHARS = 40;

    boolean isNull() {
        return !quoted && text.equals("null");
    }

    /** The value as a number, or null when it is none. */
    @Nullable BigDecimal number() {
        if (text.length() > NUMBER_MAX_CHARS || !text.matches("-?\\d+(\\.\\d+)?")) {
            return null;
        }
        return new BigDecimal(text);
    }

    /** Numbers as numbers, everything else as text. */
    int compareTo(Value other) {
        BigDecimal mine = number();
        BigDecimal theirs = other.number();
        return mine != null && theirs != null ? mine.compareTo(theirs) : text.compareTo(other.text);
    }
}
