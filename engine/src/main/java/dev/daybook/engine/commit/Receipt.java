package dev.daybook.engine.commit;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Step;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The answer to a command, given after its outcome is durable.
 *
 * @param command the command that was decided; for a repeated command, the first one
 * @param position the last position of its events, or of the journal when it was refused
 * @param replayed true when the same command had been answered before, and this is that answer
 *     again
 * @param steps the command's events with the state before and after each; empty for a refusal and
 *     when replayed
 */
public record Receipt<S, E>(
        UUID command,
        Outcome outcome,
        long position,
        Instant decidedAt,
        boolean replayed,
        List<Step<S, E>> steps) {

    static <S, E> Receipt<S, E> again(CommandRecord first) {
        return new Receipt<>(
                first.id(), first.outcome(), first.position(), first.decidedAt(), true, List.of());
    }
}
