package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

/** What texts of commands may look like. */
final class Texts {

    private static final int QUOTED_MAX_CHARS = 80;

    private Texts() {}

    /** Refuses a text that is missing, blank, too long or not printable. */
    static void required(String name, @Nullable String text, int maxChars) {
        if (text == null || text.isBlank()) {
            throw Refused.validation("The " + name + " is missing.");
        }
        optional(name, text, maxChars);
    }

    /** Refuses a text that is there, and too long or not printable. */
    static void optional(String name, @Nullable String text, int maxChars) {
        if (text == null) {
            return;
        }
        if (text.length() > maxChars) {
            throw Refused.validation(
                    "The %s has %d characters; at most %d are kept."
                            .formatted(name, text.length(), maxChars));
        }
        if (!isPrintable(text)) {
            throw Refused.validation(
                    "The %s contains a control character or half a character pair. Remove it."
                            .formatted(name));
        }
    }

    /** False for control characters (databases and terminals choke on them) and lone surrogates. */
    static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** A text of a client as a message may repeat it: short, and without control characters. */
    static String quoted(String text) {
        if (text.length() > QUOTED_MAX_CHARS) {
            return "a text of " + text.length() + " characters";
        }
        return isPrintable(text) ? "'" + text + "'" : "a text with control characters";
    }
}
