package dev.daybook.server.command;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.commit.OutcomeUnknownException;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.server.http.BodyLimit;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Json;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Many commands in one request, each on its own: a line that is refused changes nothing for the
 * others. Lines are decided in their order, a window of them at a time, and answered in it.
 */
@Tag(name = "Commands")
@RestController
final class Batches {

    static final String NDJSON = "application/x-ndjson";

    private static final int LINES_MAX = 10_000;

    /** Lines that wait in the inbox at once, a tenth of what it holds. */
    private static final int IN_FLIGHT_MAX = 2_000;

    /** Batches that are worked on at once. */
    private static final int AT_ONCE_MAX = 8;

    /**
     * Kilobytes of batches that are in memory at once: an eighth of the heap, as reading takes
     * twice the space. One batch is always taken, however large it is.
     */
    private static final int KILOBYTES_MAX =
            (int) Math.min(Runtime.getRuntime().maxMemory() / 8 / 1_000, 8 * 32_000);

    private static final int OUTPUT_BYTES = 32_768;

    private final CommandGateway gateway;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);
    private final Semaphore kilobytes = new Semaphore(KILOBYTES_MAX);

    Batches(CommandGateway gateway) {
        this.gateway = gateway;
    }

    private record Span(int offset, int length) {}

    private record InFlight(
            BatchLine line,
            @Nullable CompletableFuture<Receipt<BankingState, BankingEvent>> answer) {}

    @Operation(
            summary = "Many commands, one JSON object a line",
            description =
                    "Each line is {key, type, …} with the fields of the request's body and, where"
                            + " its path has one, account or id. Up to 10,000 lines; each stands"
                            + " alone; the answers come in the same order.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = NDJSON,
                                            schema = @Schema(type = "string"))))
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(implementation = BatchAnswer.class)))
    @PostMapping(path = "/v1/commands/batch", consumes = NDJSON)
    void batch(HttpServletRequest request, HttpServletResponse response, Caller caller)
            throws IOException {
        Origin origin = Origin.of(request, caller, "batch");
        String reason = Headers.one(request, Headers.REASON, Given.REASON_MAX_CHARS);
        int size = kilobytes(request);
        if (!turns.tryAcquire()) {
            throw tooMany();
        }
        try {
            if (!kilobytes.tryAcquire(size)) {
                throw tooMany();
            }
            try {
                byte[] batch = request.getInputStream().readAllBytes();
                List<Span> lines = lines(batch);
                response.setContentType(NDJSON);
                try (OutputStream out =
                        new java.io.BufferedOutputStream(
                                response.getOutputStream(), OUTPUT_BYTES)) {
                    run(batch, lines, origin, reason == null ? "" : reason, out);
                }
            } finally {
                kilobytes.release(size);
            }
        } finally {
            turns.release();
        }
    }

    /** What a batch takes of the room for all: as announced, or as much as one may be. */
    private static int kilobytes(HttpServletRequest request) {
        long bytes = request.getContentLengthLong();
        long most = bytes < 0 ? BodyLimit.BATCH_BYTES_MAX : bytes;
        return (int) Math.min(most / 1_000 + 1, KILOBYTES_MAX);
    }

    private static ProblemException tooMany() {
        return ProblemException.retryLater(
                ProblemType.OVERLOADED,
                "Too many batches at once. Nothing was done; try again in a second.",
                1);
    }

    private void run(byte[] batch, List<Span> lines, Origin origin, String reason, OutputStream out)
            throws IOException {
        Deque<InFlight> window = new ArrayDeque<>(IN_FLIGHT_MAX);
        for (Span span : lines) {
            if (window.size() == IN_FLIGHT_MAX) {
                answer(window.removeFirst(), out);
            }
            BatchLine line =
                    BatchLine.read(batch, span.offset, span.length, gateway.nextId(), reason);
            window.add(submit(line, origin, window, out));
        }
        while (!window.isEmpty()) {
            answer(window.removeFirst(), out);
        }
    }

    /** Hands a line in; while the inbox is full, it answers earlier lines first. */
    private InFlight submit(BatchLine line, Origin origin, Deque<InFlight> window, OutputStream out)
            throws IOException {
        Requested requested = line.requested();
        if (requested == null) {
            return new InFlight(line, null);
        }
        while (true) {
            try {
                return new InFlight(line, gateway.submit(requested, origin, line.key()));
            } catch (OverloadedException full) {
                if (window.isEmpty()) {
                    Problem overloaded =
                            Problem.of(ProblemType.OVERLOADED, String.valueOf(full.getMessage()));
                    return new InFlight(new BatchLine(line.key(), null, overloaded), null);
                }
                answer(window.removeFirst(), out);
            }
        }
    }

    private static void answer(InFlight next, OutputStream out) throws IOException {
        out.write(Json.MAPPER.writeValueAsBytes(answer(next)));
        out.write('\n');
    }

    private static BatchAnswer answer(InFlight next) {
        BatchLine line = next.line;
        Requested requested = line.requested();
        if (next.answer == null || requested == null) {
            return BatchAnswer.refused(
                    line.key(), java.util.Objects.requireNonNull(line.problem()));
        }
        try {
            return BatchAnswer.of(
                    line.key(), requested.command(), CommandGateway.await(next.answer));
        } catch (OutcomeUnknownException unknown) {
            return BatchAnswer.unknown(
                    line.key(),
                    Problem.of(ProblemType.OUTCOME_UNKNOWN, String.valueOf(unknown.getMessage())));
        } catch (OverloadedException stopping) {
            return BatchAnswer.refused(
                    line.key(),
                    Problem.of(ProblemType.OVERLOADED, "The service stops. Nothing was done."));
        }
    }

    /** Where the lines are; blank ones are passed over. */
    private static List<Span> lines(byte[] batch) {
        List<Span> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= batch.length; i++) {
            if (i == batch.length || batch[i] == '\n') {
                if (!isBlank(batch, start, i)) {
                    lines.add(new Span(start, i - start));
                }
                start = i + 1;
            }
        }
        if (lines.size() > LINES_MAX) {
            throw new ProblemException(
                    Problem.of(
                                    ProblemType.PAYLOAD_TOO_LARGE,
                                    "The batch has "
                                            + lines.size()
                                            + " lines; at most "
                                            + LINES_MAX
                                            + " are taken at once. Nothing was done.")
                            .with("linesMax", Integer.toString(LINES_MAX)),
                    Map.of());
        }
        return lines;
    }

    private static boolean isBlank(byte[] batch, int from, int to) {
        for (int i = from; i < to; i++) {
            if (batch[i] != ' ' && batch[i] != '\t' && batch[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
