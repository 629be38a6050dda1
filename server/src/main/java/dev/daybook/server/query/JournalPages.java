package dev.daybook.server.query;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.answer.EventBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.ArrayList;
import java.util.List;

/** The record itself, event by event. */
@Tag(name = "Journal")
@RestController
public final class JournalPages {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;

    /** Events that one request looks at for those it wants. */
    private static final int SCAN_MAX = 50_000;

    private static final int CHUNK = 2_000;

    private final Bank bank;
    private final Freshness freshness;
    private final EventBodies bodies;

    JournalPages(Bank bank, Freshness freshness, EventBodies bodies) {
        this.bank = bank;
        this.freshness = freshness;
        this.bodies = bodies;
    }

    /**
     * A part of the journal.
     *
     * @param head its last position
     * @param next what to give as {@code after} for the next part; null at the end
     */
    public record JournalBody(List<EventBody> items, long head, @Nullable Long next) {}

    private record Found(List<RecordedEvent> events, @Nullable Long next) {}

    @Operation(
            summary = "Events after a position",
            description =
                    "With filters, a page may hold fewer than asked for; 'next' then says where to"
                            + " go on.")
    @GetMapping("/v1/journal")
    public ResponseEntity<JournalBody> journal(
            @Parameter(description = "A position; from the beginning when absent")
                    @RequestParam(required = false)
                    @Nullable String after,
            @RequestParam(required = false) @Nullable String limit,
            @Parameter(description = "account:… or transaction:…") @RequestParam(required = false)
                    @Nullable String entity,
            @Parameter(description = "One or more types, separated by commas")
                    @RequestParam(required = false)
                    @Nullable String type,
            Reading reading) {
        long from = after == null ? 0 : Given.whole("after", after);
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        EventFilter filter = EventFilter.of(entity, type, bank.book().domain().events());
        long head = freshness.ofJournal(reading);
        Found found = find(from, head, count, filter);
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(head))
                .body(new JournalBody(bodies.of(found.events), head, found.next));
    }

    /** Reads on until there are enough, the end comes, or enough was looked at. */
    private Found find(long from, long head, int count, EventFilter filter) {
        List<RecordedEvent> wanted = new ArrayList<>();
        long position = from;
        for (int seen = 0; seen < SCAN_MAX; ) {
            List<RecordedEvent> chunk = read(filter.entity(), position, head, count, filter);
            for (RecordedEvent event : chunk) {
                position = event.position();
                if (filter.fits(event)) {
                    wanted.add(event);
                    if (wanted.size() == count) {
                        return new Found(wanted, position < head ? position : null);
                    }
                }
            }
            seen += chunk.size();
            if (chunk.isEmpty() || position >= head) {
                return new Found(wanted, null);
            }
        }
        return new Found(wanted, position);
    }

    private List<RecordedEvent> read(
            @Nullable EntityId entity, long after, long head, int count, EventFilter filter) {
        Journal journal = bank.storage().journal();
        int limit = filter.types().isEmpty() ? count : CHUNK;
        return entity == null
                ? journal.read(after, limit).stream()
                        .filter(event -> event.position() <= head)
                        .toList()
                : journal.read(entity, after, head, limit);
    }
}
