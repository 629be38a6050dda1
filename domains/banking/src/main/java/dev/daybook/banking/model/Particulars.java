package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a transaction says besides its legs.
 *
 * @param valueDate null for the day of the decision, in UTC
 * @param reverses the transaction that this one takes back, if any
 */
record Particulars(
        String kind,
        @Nullable String description,
        @Nullable LocalDate valueDate,
        Map<String, String> metadata,
        @Nullable UUID reverses) {

    static final int DESCRIPTION_MAX_CHARS = 500;

    /** The kind of transactions that take another back; no client posts one by that name. */
    static final String REVERSAL = "reversal";

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    static Particulars of(String kind) {
        return of(kind, null);
    }

    static Particulars of(String kind, @Nullable String description) {
        return new Particulars(kind, description, null, Map.of(), null);
    }

    /** Those that a client gave, refused when they are not in order. */
    static Particulars given(
            String kind,
            @Nullable String description,
            @Nullable LocalDate valueDate,
            Map<String, String> metadata) {
        if (!KIND.matcher(kind).matches()) {
            throw Refused.validation(
                    "The kind is a word of a-z 0-9 - that starts with a letter, at most 40 long;"
                            + " not "
                            + Texts.quoted(kind)
                            + ".");
        }
        if (kind.equals(REVERSAL)) {
            throw Refused.validation(
                    "A transaction of the kind reversal is made by reversing another.");
        }
        Texts.optional("description", description, DESCRIPTION_MAX_CHARS);
        if (valueDate != null && (valueDate.isBefore(EARLIEST) || valueDate.isAfter(LATEST))) {
            throw Refused.validation(
                    "The value date lies between %s and %s, not on %s."
                            .formatted(EARLIEST, LATEST, valueDate));
        }
        Metadata.check(metadata);
        return new Particulars(kind, description, valueDate, metadata, null);
    }
}
