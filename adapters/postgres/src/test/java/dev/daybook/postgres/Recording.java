package dev.daybook.postgres;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.WriteStore.Batch;
import dev.daybook.engine.commit.WriteStore.Transaction;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Records events that nobody has decided, as a committer would. */
final class Recording {

    private Recording() {}

    /** Records events with their commands, in one transaction. */
    static <S> void of(PostgresBook<S> book, List<RecordedEvent> events) {
        try (Transaction<S> transaction = book.writes().begin()) {
            Head head = transaction.head();
            MerkleFrontier frontier = head.frontier().copy();
            events.forEach(event -> frontier.append(event.hash()));
            RecordedEvent last = events.getLast();
            transaction.write(
                    new Batch<>(
                            new Head(
                                    head.book(),
                                    last.position(),
                                    last.recordedAt(),
                                    head.lanes(),
                                    frontier),
                            events,
                            commands(events),
                            List.of(),
                            List.of()));
            transaction.commit();
        }
    }

    private static List<CommandRecord> commands(List<RecordedEvent> events) {
        Map<UUID, List<RecordedEvent>> byCommand = new LinkedHashMap<>();
        events.forEach(event ->
                byCommand.computeIfAbsent(event.command(), _ -> new ArrayList<>()).add(event));
        return byCommand.values().stream()
                .map(its -> {
                    RecordedEvent last = its.getLast();
                    return new CommandRecord(
                            last.command(),
                            "client",
                            null,
                            new byte[32],
                            "test",
                            last.provenance(),
                            last.recordedAt(),
                            last.recordedAt(),
                            last.position(),
                            new Outcome.Committed(its.getFirst().position(), last.position()));
                })
                .toList();
    }
}
