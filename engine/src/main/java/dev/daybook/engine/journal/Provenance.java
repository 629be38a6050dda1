package dev.daybook.engine.journal;

import org.jspecify.annotations.Nullable;

/**
 * Who asked for a change, on whose behalf, through which channel and why; and what it belongs to.
 *
 * @param actor the authenticated subject
 * @param onBehalfOf the person or system the actor acted for, if another
 * @param channel how the command came in: {@code http}, {@code batch}, {@code timer}, …
 * @param reason the reason as given, possibly empty
 * @param correlation groups all that belongs to one undertaking of the caller
 * @param causation the command or event that caused this one, if any
 * @param trace the W3C trace context ({@code traceparent}), if the caller sent one
 */
public record Provenance(
        String actor,
        @Nullable String onBehalfOf,
        String channel,
        String reason,
        String correlation,
        @Nullable String causation,
        @Nullable String trace) {

    /** The longest of each of these texts, in characters. */
    public static final int TEXT_MAX_CHARS = 1_000;

    public Provenance {
        check("actor", actor);
        check("onBehalfOf", onBehalfOf);
        check("channel", channel);
        check("reason", reason);
        check("correlation", correlation);
        check("causation", causation);
        check("trace", trace);
    }

    private static void check(String name, @Nullable String text) {
        if (text != null && text.length() > TEXT_MAX_CHARS) {
            throw new IllegalArgumentException(
                    "The "
                            + name
                            + " has "
                            + text.length()
                            + " characters; at most "
                            + TEXT_MAX_CHARS
                            + " are kept.");
        }
    }
}
