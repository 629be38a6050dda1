package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * An account at a moment.
 *
 * @param opened when there first was anything to know
 * @param first the first booking day of which there is anything to know
 * @param at what was known then, in UTC
 * @param on the booking day of the closing balance
 * @param account null before it was opened
 * @param closing null where there is none
 */
public record Then(
        String id,
        LocalDateTime opened,
        LocalDate first,
        LocalDateTime now,
        LocalDateTime at,
        LocalDate on,
        @Nullable AccountBody account,
        @Nullable String closing) {

    public String seconds(LocalDateTime time) {
        return Long.toString(time.toEpochSecond(ZoneOffset.UTC));
    }

    public String days(LocalDate day) {
        return Long.toString(day.toEpochDay());
    }
}
