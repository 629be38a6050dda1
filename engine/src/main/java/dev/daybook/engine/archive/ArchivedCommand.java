package dev.daybook.engine.archive;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.journal.Provenance;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A recorded command as a row of an archived file; its components are the file's contract.
 *
 * @param firstPosition the position of its first event; 0 when it was refused
 * @param code why it was refused; null when it was not
 * @param figures in the order of their names, so that the same command has the same bytes
 */
record ArchivedCommand(
        UUID id,
        String client,
        @Nullable String key,
        byte[] digest,
        String type,
        String actor,
        @Nullable String onBehalfOf,
        String channel,
        String reason,
        String correlation,
        @Nullable String causation,
        @Nullable String trace,
        Instant receivedAt,
        Instant decidedAt,
        long position,
        long firstPosition,
        @Nullable String code,
        @Nullable String detail,
        List<Figure> figures) {

    record Figure(String name, String value) {}

    static ArchivedCommand of(CommandRecord command) {
        Provenance by = command.by();
        Outcome.Rejected refusal = command.outcome() instanceof Outcome.Rejected r ? r : null;
        return new ArchivedCommand(
                command.id(),
                command.client(),
                command.key(),
                command.digest(),
                command.type(),
                by.actor(),
                by.onBehalfOf(),
                by.channel(),
                by.reason(),
                by.correlation(),
                by.causation(),
                by.trace(),
                command.receivedAt(),
                command.decidedAt(),
                command.position(),
                command.outcome() instanceof Outcome.Committed c ? c.firstPosition() : 0,
                refusal == null ? null : refusal.code(),
                refusal == null ? null : refusal.detail(),
                refusal == null ? List.of() : figures(refusal.figures()));
    }

    private static List<Figure> figures(Map<String, String> figures) {
        return figures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> new Figure(figure.getKey(), figure.getValue()))
                .toList();
    }

    CommandRecord command() {
        return new CommandRecord(
                id,
                client,
                key,
                digest,
                type,
                new Provenance(actor, onBehalfOf, channel, reason, correlation, causation, trace),
                receivedAt,
                decidedAt,
                position,
                outcome());
    }

    private Outcome outcome() {
        if (code == null || detail == null) {
            return new Outcome.Committed(firstPosition, position);
        }
        Map<String, String> named = new LinkedHashMap<>();
        figures.forEach(figure -> named.put(figure.name, figure.value));
        return new Outcome.Rejected(code, detail, named);
    }
}
