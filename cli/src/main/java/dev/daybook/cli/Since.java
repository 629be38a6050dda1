package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * From where on: a position, an instant, a date (its beginning in UTC), or a time ago such as
 * {@code 90s}, {@code 15m}, {@code 2h}, {@code 3d}.
 */
sealed interface Since {

    String FORMS = "a position, an instant, a date, or a time ago such as 15m, 2h or 3d";

    /** Behind a position. */
    record Position(long position) implements Since {}

    /** At or after an instant. */
    record Time(Instant instant) implements Since {}

    /**
     * @throws Complaint when the text is none of the forms
     */
    static Since parse(String text, Instant now) {
        try {
            if (Span.isOne(text)) {
                return new Time(now.minus(Span.parse(text)));
            }
            if (text.matches("\\d{1,18}")) {
                return new Position(Long.parseLong(text));
            }
            return text.contains("T")
                    ? new Time(Instant.parse(text))
                    : new Time(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException unreadable) {
            throw new Complaint(
                    "'" + text + "' is no point in time.", "Give " + FORMS + ".", unreadable);
        }
    }

    /** The position behind which to begin. */
    default long after(DaybookClient client) {
        return switch (this) {
            case Position(long position) -> position;
            case Time(Instant instant) -> lastBefore(client, instant);
        };
    }

    /** The last position recorded before an instant: recorded time never runs backwards. */
    private static long lastBefore(DaybookClient client, Instant instant) {
        long low = 0;
        long high = client.get("/v1/journal?limit=1").path("head").asLong();
        while (low < high) {
            long middle = (low + high) / 2; // is the event behind it recorded before the instant?
            JsonNode items = client.get("/v1/journal?limit=1&after=" + middle).path("items");
            if (!items.isEmpty()
                    && Instant.parse(Json.text(items.get(0), "recordedAt")).isBefore(instant)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
