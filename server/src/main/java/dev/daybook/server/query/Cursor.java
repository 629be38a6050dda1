package dev.daybook.server.query;

import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page of a list begins; to clients, a word without meaning. */
public final class Cursor {

    private static final Pattern POSITION = Pattern.compile("p(0|[1-9][0-9]{0,17})");
    private static final Pattern ACCOUNT = Pattern.compile("a([@A-Za-z0-9._:-]{1,64})");
    private static final int CHARS_MAX = 100;

    private Cursor() {}

    /** Of a list by position. */
    public static String of(long position) {
        return encode("p" + position);
    }

    /** Of a list by account. */
    static String of(String account) {
        return encode("a" + account);
    }

    /** The position in a cursor; null for none. */
    public static @Nullable Long position(@Nullable String cursor) {
        String position = decode(POSITION, cursor);
        return position == null ? null : Long.valueOf(position);
    }

    /** The account in a cursor; null for none. */
    static @Nullable String account(@Nullable String cursor) {
        return decode(ACCOUNT, cursor);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable String decode(Pattern form, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        if (cursor.length() <= CHARS_MAX) {
            try {
                byte[] decoded = Base64.getUrlDecoder().decode(cursor);
                String text = new String(decoded, StandardCharsets.US_ASCII);
                Matcher match = form.matcher(text);
                // Base64 can be written in several ways; only ours was given out.
                if (match.matches() && encode(text).equals(cursor)) {
                    return match.group(1);
                }
            } catch (IllegalArgumentException notBase64) {
                // said below
            }
        }
        throw ProblemException.validation(
                "cursor", "'cursor' is the 'next' of an earlier answer, and nothing else.");
    }
}
