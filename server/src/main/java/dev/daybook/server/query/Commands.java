package dev.daybook.server.query;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.explain.Explanation;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where a command is. */
@Tag(name = "Commands")
@RestController
public final class Commands {

    private final Bank bank;

    Commands(Bank bank) {
        this.bank = bank;
    }

    /**
     * A command and what became of it.
     *
     * @param outcome null while it waits
     */
    @Schema(name = "Command")
    public record CommandBody(
            UUID id,
            String type,
            @Schema(allowableValues = {"accepted", "committed", "rejected"}) String status,
            @Nullable OutcomeBody outcome,
            List<StageBody> stages,
            VerdictBody verdict) {}

    /**
     * @param firstPosition of its events, when committed
     * @param problem why it was refused
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OutcomeBody(
            String status,
            @Nullable Long firstPosition,
            @Nullable Long lastPosition,
            @Nullable Problem problem) {}

    /**
     * @param stage received, decided or visible
     * @param millis since it was received
     */
    public record StageBody(
            String stage,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String view,
            @Nullable Instant at,
            @Nullable Long millis,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {}

    public record VerdictBody(String code, String words) {}

    @Operation(
            summary = "Where a command is, stage by stage, and what that means",
            description =
                    "The identifier of a transaction is that of its command. A command that was"
                            + " answered 202 and is not found here any more was lost before it"
                            + " became durable, by a crash: 404 not-found. Send it again; with the"
                            + " same idempotency key that is safe in any case.")
    @GetMapping("/v1/commands/{id}")
    public ResponseEntity<CommandBody> command(@PathVariable String id, Caller caller) {
        UUID uuid = Given.uuidOrNull(id);
        if (uuid == null) {
            throw ProblemException.notFound("No command is called that.");
        }
        Explanation explanation =
                bank.book()
                        .explainer()
                        .explain(uuid)
                        .orElseThrow(() ->
                                ProblemException.notFound("There is no command '" + uuid + "'."));
        CommandRecord record = bank.storage().commands().find(uuid);
        if (caller.ownOnly() && record != null && !record.by().actor().equals(caller.actor())) {
            throw ProblemException.forbidden("This command is not one of your own.");
        }
        long position = record == null ? bank.book().feed().head() : record.position();
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(position))
                .body(body(explanation));
    }

    private static CommandBody body(Explanation explanation) {
        return new CommandBody(
                explanation.command(),
                explanation.type(),
                switch (explanation.outcome()) {
                    case null -> "accepted";
                    case Outcome.Committed _ -> "committed";
                    case Outcome.Rejected _ -> "rejected";
                },
                switch (explanation.outcome()) {
                    case null -> null;
                    case Outcome.Committed(long first, long last) ->
                            new OutcomeBody("committed", first, last, null);
                    case Outcome.Rejected rejected ->
                            new OutcomeBody("rejected", null, null, Problem.rejected(rejected));
                },
                explanation.stages().stream()
                        .map(stage ->
                                new StageBody(
                                        stage.stage(),
                                        stage.view(),
                                        stage.at(),
                                        stage.millis(),
                                        stage.note()))
                        .toList(),
                new VerdictBody(explanation.verdict().code(), explanation.verdict().words()));
    }
}
