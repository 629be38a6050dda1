package dev.daybook.server.command;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Carries out the command of one request and answers it. */
@Component
final class CommandAnswers {

    /** Longer identifiers are not repeated in the detail of a rejection. */
    private static final int QUOTED_CHARS_MAX = 80;

    private final CommandGateway gateway;

    CommandAnswers(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * @param path what the address names
     * @param status the status of success
     * @param answer makes the body of success
     */
    <B extends CommandBody, A> ResponseEntity<A> answer(
            CommandType<B> type,
            List<String> path,
            @Nullable B body,
            HttpServletRequest request,
            Caller caller,
            HttpStatus status,
            Function<Settled, A> answer) {
        if (body == null) {
            throw new ProblemException(Problem.validation("The body is missing; send JSON."));
        }
        Origin origin = Origin.of(request, caller, "http");
        UUID id = gateway.nextId();
        Requested requested = Requested.of(id, type, path, body, reason(request));
        if (requested.reason().isBlank()) {
            throw ProblemException.validation(
                    "reason", "'reason' is missing: say why, in 1 to 500 characters.");
        }
        var waiting = gateway.submit(requested, origin, origin.key());
        if (origin.async() && !gateway.repeats(id, origin)) {
            return takenIn(id, Map.of(Headers.COMMAND, id.toString()));
        }
        Receipt<BankingState, BankingEvent> receipt = CommandGateway.await(waiting);
        Map<String, String> headers = headers(receipt);
        if (origin.async() && receipt.replayed()) {
            return takenIn(receipt.command(), headers); // of the first, which is the one to ask for
        }
        return switch (receipt.outcome()) {
            case Outcome.Committed committed -> {
                Settled settled = new Settled(gateway.steps(receipt, committed), caller);
                yield ResponseEntity.status(status)
                        .headers(all -> headers.forEach(all::set))
                        .body(answer.apply(settled));
            }
            case Outcome.Rejected rejected ->
                    throw new ProblemException(problem(rejected, path), headers);
        };
    }

    /** Says where to ask: the command is in memory, and may be lost until it is found recorded. */
    private static <A> ResponseEntity<A> takenIn(UUID command, Map<String, String> headers) {
        return ResponseEntity.accepted()
                .headers(all -> headers.forEach(all::set))
                .header("Location", "/v1/commands/" + command)
                .header("Preference-Applied", "respond-async")
                .build();
    }

    /** A reason may come in a header, for requests that have no body to speak of. */
    private static String reason(HttpServletRequest request) {
        String reason = Headers.one(request, Headers.REASON, Given.REASON_MAX_CHARS);
        return reason == null ? "" : reason;
    }

    private static Map<String, String> headers(Receipt<BankingState, BankingEvent> receipt) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.POSITION, Long.toString(receipt.position()));
        headers.put(Headers.COMMAND, receipt.command().toString());
        if (receipt.replayed()) {
            headers.put(Headers.REPLAYED, "true");
        }
        return headers;
    }

    /** What is missing is the address itself when the address names it. */
    private static Problem problem(Outcome.Rejected rejected, List<String> path) {
        Problem problem = Problem.rejected(rejected);
        boolean addressed =
                path.stream()
                        .anyMatch(id ->
                                id.length() > QUOTED_CHARS_MAX
                                        || rejected.detail().contains("'" + id + "'"));
        return problem.slug().equals("not-found") && addressed ? problem.status(404) : problem;
    }
}
