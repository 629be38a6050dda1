package dev.daybook.server.live;

import dev.daybook.server.answer.EventBody;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.query.EventFilter;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.Callers;
import dev.daybook.server.security.Identity;

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
import java.time.Instant;

/** Streams of events: all of them, or those of one account. */
@Tag(name = "Live")
@RestController
final class Streams {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int ID_CHARS_MAX = 30;

    private final LiveEvents live;
    private final Callers callers;

    Streams(LiveEvents live, Callers callers) {
        this.live = live;
        this.callers = callers;
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
        EventFilter filter = live.ofJournal(entity, type);
        follow(filter, after(request, after == null ? from : after), request, response);
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
        EventFilter filter = live.ofAccount(id, caller);
        follow(filter, after(request, after), request, response);
    }

    private static @Nullable Long after(HttpServletRequest request, @Nullable String after) {
        String last = Headers.one(request, "Last-Event-ID", ID_CHARS_MAX);
        if (last != null) {
            return Given.whole("Last-Event-ID", last);
        }
        return after == null ? null : Given.whole("after", after);
    }

    private void follow(
            EventFilter filter,
            @Nullable Long after,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Identity identity = callers.identify(request.getUserPrincipal());
        Instant until = identity == null ? null : identity.expiresAt();
        live.follow(filter, after, HEARTBEAT, until, new EventStream(response));
    }
}
