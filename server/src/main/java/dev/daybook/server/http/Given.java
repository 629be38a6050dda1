package dev.daybook.server.http;

import dev.daybook.banking.model.Money;
import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads the texts of a request. What cannot be read is a problem {@code validation} that names the
 * field and, since it may be personal, not what it contained.
 */
public final class Given {

    /** The longest reason, in characters. */
    public static final int REASON_MAX_CHARS = 500;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Given() {}

    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw ProblemException.validation(field, "'" + field + "' is missing.");
        }
        return value;
    }

    /** An amount in decimal digits, such as {@code 12.34}. */
    public static BigDecimal amount(String field, @Nullable String text) {
        try {
            return Money.parse(required(field, text));
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.validation(field, "'" + field + "': " + wrong.getMessage());
        }
    }

    public static @Nullable BigDecimal amountOrNull(String field, @Nullable String text) {
        return text == null ? null : amount(field, text);
    }

    public static @Nullable LocalDate dateOrNull(String field, @Nullable String text) {
        return text == null ? null : date(field, text);
    }

    public static LocalDate date(String field, @Nullable String text) {
        String given = required(field, text);
        try {
            if (DATE.matcher(given).matches()) {
                LocalDate date = LocalDate.parse(given);
                if (date.getYear() > 0) {
                    return date;
                }
            }
        } catch (DateTimeException noSuchDay) {
            // said below
        }
        throw ProblemException.validation(field, "'" + field + "' is a date such as 2026-07-15.");
    }

    public static @Nullable Instant instantOrNull(String field, @Nullable String text) {
        return text == null ? null : instant(field, text);
    }

    /** An instant, to the microsecond. */
    public static Instant instant(String field, String text) {
        try {
            Instant instant = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        throw ProblemException.validation(
                field, "'" + field + "' is a time such as 2026-07-15T12:00:00Z.");
    }

    /** A UUID in its usual form, or null for anything else. */
    public static @Nullable UUID uuidOrNull(String text) {
        return UUID_FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /** A whole number from 0. */
    public static long whole(String field, String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw ProblemException.validation(
                    field, "'" + field + "' is a whole number, 0 or more.");
        }
        return Long.parseLong(text);
    }

    /** The size of a page. */
    public static int limit(@Nullable String text, int standard, int max) {
        if (text == null) {
            return standard;
        }
        long limit = whole("limit", text);
        if (limit < 1 || limit > max) {
            throw ProblemException.validation("limit", "'limit' is 1 to " + max + ".");
        }
        return (int) limit;
    }

    /** A text of at most so many characters that a database and a terminal can bear. */
    public static String text(String field, String text, int maxChars) {
        if (text.length() > maxChars) {
            throw ProblemException.validation(
                    field, "'" + field + "' has at most " + maxChars + " characters.");
        }
        if (!isPrintable(text)) {
            throw ProblemException.validation(
                    field,
                    "'" + field + "' contains a control character or half a character pair.");
        }
        return text;
    }

    public static @Nullable String textOrNull(String field, @Nullable String text, int maxChars) {
        return text == null ? null : text(field, text, maxChars);
    }

    /** False for control characters and halves of surrogate pairs. */
    public static boolean isPrintable(String text) {
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
}
