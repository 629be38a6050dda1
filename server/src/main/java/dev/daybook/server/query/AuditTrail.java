package dev.daybook.server.query;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The life of an account, step by step: who, why, and its whole state before and after. */
@Tag(name = "Accounts")
@RestController
public final class AuditTrail {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;

    private final Bank bank;
    private final Freshness freshness;
    private final EventBodies bodies;
    private final Accesses accesses;

    AuditTrail(Bank bank, Freshness freshness, EventBodies bodies, Accesses accesses) {
        this.bank = bank;
        this.freshness = freshness;
        this.bodies = bodies;
        this.accesses = accesses;
    }

    /**
     * One step.
     *
     * @param event the event's type
     * @param payload what it says
     * @param before null for the first
     */
    @Schema(name = "AuditStep")
    public record StepBody(
            long position,
            long version,
            Instant recordedAt,
            String event,
            Map<String, @Nullable Object> payload,
            String actor,
            @Nullable String onBehalfOf,
            String channel,
            String reason,
            UUID command,
            String correlation,
            @Nullable AccountBody before,
            AccountBody after) {}

    @Operation(summary = "Everything that happened to an account, oldest first")
    @GetMapping("/v1/accounts/{id}/audit")
    public ResponseEntity<Page<StepBody>> audit(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            Reading reading,
            Caller caller) {
        EntityId entity = Accounts.entity(id);
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        Long after = Cursor.position(cursor);
        long head = freshness.ofJournal(reading);
        accesses.note(caller, Accesses.What.AUDIT_TRAIL, id);
        // One more than is shown, to know whether there is a next page.
        List<Step<BankingState, BankingEvent>> steps =
                bank.book().history().steps(entity, after == null ? 0 : after, count + 1);
        if (steps.isEmpty() && after == null) {
            throw ProblemException.notFound("There is no account '" + id + "'.");
        }
        boolean more = steps.size() > count;
        List<StepBody> items =
                (more ? steps.subList(0, count) : steps)
                        .stream().map(step -> body(id, step)).toList();
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(head))
                .body(new Page<>(items, more ? Cursor.of(items.getLast().position()) : null));
    }

    private StepBody body(String id, Step<BankingState, BankingEvent> step) {
        RecordedEvent recorded = step.recorded();
        Provenance by = recorded.provenance();
        BankingState before = step.before();
        return new StepBody(
                recorded.position(),
                recorded.version(),
                recorded.recordedAt(),
                recorded.type(),
                bodies.of(List.of(recorded)).getFirst().payload(),
                by.actor(),
                by.onBehalfOf(),
                by.channel(),
                by.reason(),
                recorded.command(),
                by.correlation(),
                before == null ? null : AccountBody.of(id, before, recorded.version() - 1),
                AccountBody.of(id, step.after(), recorded.version()));
    }
}
