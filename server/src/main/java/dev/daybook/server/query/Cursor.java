package dev.daybook.server.query;

import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page of a list by position begins; to clients, a word without meaning. */
final class Cursor {

    private static final Pattern FORM = Pattern.compile("p([0-9]{1,18})");
    private static final int CHARS_MAX = 40;

    private Cursor() {}

    static String of(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("p" + position).getBytes(StandardCharsets.US_ASCII));
    }

    /** The position in a cursor; null for none. */
    static @Nullable Long position(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        if (cursor.length() <= CHARS_MAX) {
            try {
                byte[] decoded = Base64.getUrlDecoder().decode(cursor);
                Matcher form = FORM.matcher(new String(decoded, StandardCharsets.US_ASCII));
                if (form.matches()) {
                    return Long.valueOf(form.group(1));
                }
            } catch (IllegalArgumentException notBase64) {
                // said below
            }
        }
        throw ProblemException.validation(
                "cursor", "'cursor' is the 'next' of an earlier answer, and nothing else.");
    }
}
