package dev.daybook.engine.explain;

import dev.daybook.engine.command.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Where a command is.
 *
 * @param outcome how it ended; null while it waits
 * @param stages in the order of time, as far as it has come
 */
public record Explanation(
        UUID command, String type, @Nullable Outcome outcome, List<Stage> stages, Verdict verdict) {

    /**
     * One stage that the command has reached, or has not yet.
     *
     * @param stage {@code received}, {@code decided} or {@code visible}
     * @param view the view, for the stage {@code visible}
     * @param at when; null when it has not happened, or when the moment was not kept
     * @param millis since the command was received; null as {@code at}
     * @param note what there is to say beyond the time: waiting, parked, …; null for nothing
     */
    public record Stage(
            String stage,
            @Nullable String view,
            @Nullable Instant at,
            @Nullable Long millis,
            @Nullable String note) {}

    /**
     * @param code {@code on-time}, {@code delayed}, {@code waiting}, {@code stuck}, {@code
     *     rejected}, {@code parked} or {@code bug}
     * @param words the same in a sentence, and what to do
     */
    public record Verdict(String code, String words) {}
}
