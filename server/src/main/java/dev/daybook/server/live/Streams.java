package dev.daybook.server.live;

import dev.daybook.banking.model.Identifiers;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.answer.EventBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.EventFilter;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Streams of events: all of them, or those of one account. */
@Tag(name = "Live")
@RestController
final class Streams {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int CHUNK = 1_000;
    private static final int ID_CHARS_MAX = 30;

    private final Bank bank;
    private final LiveStreams streams;
    private final EventBodies bodies;

    Streams(Bank bank, LiveStreams streams, EventBodies bodies) {
        this.bank = bank;
        this.streams = streams;
        this.bodies = bodies;
    }

    @Operation(
            summary = "The journal as it grows, as Server-Sent Events",
            description =
                    "Each event's id is its position. Last-Event-ID, or else 'after', says where to"
                            + " go on; without either, it begins with what happens next.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = EventBody.class)))
    @GetMapping("/v1/journal/stream")
    void journal(
            @Parameter(description = "A position; 0 for everything from the beginning")
                    @RequestParam(required = false)
                    @Nullable String after,
            @Parameter(description = "The same as 'after'") @RequestParam(required = false)
                    @Nullable String from,
            @RequestParam(required = false) @Nullable String entity,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        EventFilter filter = EventFilter.of(entity, type, bank.book().domain().events());
        long start = start(request, after == null ? from : after);
        streams.run(() -> follow(new EventStream(response), start, filter));
    }

    @Operation(
            summary = "What happens to an account, as Server-Sent Events",
            description = "As the stream of the journal, for one account.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = EventBody.class)))
    @GetMapping("/v1/accounts/{id}/stream")
    void account(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller)
            throws IOException {
        caller.checkMayUse(id);
        if (!Identifiers.isAccount(id)) {
            throw ProblemException.notFound("No account is called that.");
        }
        EntityId account = Identifiers.account(id);
        if (bank.storage().current().load(List.of(account)).entities().isEmpty()) {
            throw ProblemException.notFound("There is no account '" + id + "'.");
        }
        EventFilter filter = new EventFilter(account, Set.of());
        long start = start(request, after);
        streams.run(() -> follow(new EventStream(response), start, filter));
    }

    private long start(HttpServletRequest request, @Nullable String after) {
        String last = Headers.one(request, "Last-Event-ID", ID_CHARS_MAX);
        long head = bank.storage().journal().head().position();
        if (last != null) {
            return Math.min(head, Given.whole("Last-Event-ID", last));
        }
        return after == null ? head : Math.min(head, Given.whole("after", after));
    }

    private void follow(EventStream stream, long start, EventFilter filter)
            throws IOException, InterruptedException {
        long position = past(stream, start, filter);
        long quietSince = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            long quiet = System.nanoTime() - quietSince;
            Duration patience =
                    Duration.ofNanos(
                            Math.clamp(HEARTBEAT.toNanos() - quiet, 1, HEARTBEAT.toNanos()));
            List<RecordedEvent> events = bank.book().feed().next(position, CHUNK, patience);
            List<RecordedEvent> wanted = events.stream().filter(filter::fits).toList();
            if (!wanted.isEmpty()) {
                send(stream, wanted);
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince >= HEARTBEAT.toNanos()) {
                stream.heartbeat();
                stream.flush();
                quietSince = System.nanoTime();
            }
            if (!events.isEmpty()) {
                position = events.getLast().position();
            }
        }
    }

    /** What one entity has behind it is read by its index rather than from all that happened. */
    private long past(EventStream stream, long start, EventFilter filter)
            throws IOException, InterruptedException {
        EntityId entity = filter.entity();
        if (entity == null) {
            return start;
        }
        long head = bank.storage().journal().head().position();
        long position = start;
        while (!Thread.currentThread().isInterrupted()) {
            List<RecordedEvent> events =
                    bank.storage().journal().read(entity, position, head, CHUNK);
            if (events.isEmpty()) {
                return Math.max(head, start);
            }
            send(stream, events.stream().filter(filter::fits).toList());
            position = events.getLast().position();
        }
        throw new InterruptedException();
    }

    private void send(EventStream stream, List<RecordedEvent> events) throws IOException {
        for (EventBody body : bodies.of(events)) {
            stream.send(body);
        }
        stream.flush();
    }
}
