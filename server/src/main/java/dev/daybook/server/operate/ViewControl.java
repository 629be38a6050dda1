package dev.daybook.server.operate;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.view.LaneElsewhereException;
import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.ViewRunner;
import dev.daybook.engine.view.ViewStatus;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Views: how far they are, and what operators do about them. */
@Tag(name = "Views")
@RestController
public final class ViewControl {

    private static final Logger log = LoggerFactory.getLogger(ViewControl.class);

    private static final long REPAIR_SECONDS_MAX = 30;

    private final Bank bank;

    ViewControl(Bank bank) {
        this.bank = bank;
    }

    /** All views, and the last position of the journal. */
    public record ViewsBody(List<ViewBody> items, long head) {}

    /**
     * A view.
     *
     * @param lagEvents recorded and not applied yet
     * @param lagMillis for how long the oldest of these has been recorded; -1 while the journal
     *     cannot be read
     * @param error what keeps it from going on, if anything
     */
    public record ViewBody(
            String name,
            int version,
            long position,
            long lagEvents,
            long lagMillis,
            String state,
            int parkedEntities,
            @Nullable String error) {

        static ViewBody of(ViewStatus status) {
            return new ViewBody(
                    status.name(),
                    status.version(),
                    status.position(),
                    status.lagEvents(),
                    status.lagMillis(),
                    status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    status.parkedEntities(),
                    status.error());
        }
    }

    public record ParkedBody(List<ParkedItem> items) {}

    public record ParkedItem(String entity, long position, String error, Instant parkedAt) {

        static ParkedItem of(ParkedEvent event) {
            return new ParkedItem(
                    event.entity().toString(), event.position(), event.error(), event.parkedAt());
        }
    }

    /** Which entity is meant, as {@code account:…} or {@code transaction:…}. */
    public record Repair(@Nullable String entity) {}

    public record RepairedBody(int applied) {}

    @Operation(summary = "Every view: how far it is and how it does")
    @GetMapping("/v1/views")
    public ResponseEntity<ViewsBody> views() {
        long head = bank.book().feed().head();
        return at(
                head,
                new ViewsBody(
                        bank.book().views().status().stream().map(ViewBody::of).toList(), head));
    }

    @Operation(summary = "Events that a view could not apply, and those that wait behind them")
    @GetMapping("/v1/views/{name}/parked")
    public ResponseEntity<ParkedBody> parked(@PathVariable String name) {
        ViewRunner<?, ?, ?> runner = runner(name);
        long position = runner.status().position();
        return at(position, new ParkedBody(runner.parked().stream().map(ParkedItem::of).toList()));
    }

    @Operation(summary = "Apply an entity's parked events again")
    @PostMapping(path = "/v1/views/{name}/parked/retry", consumes = APPLICATION_JSON_VALUE)
    public ResponseEntity<RepairedBody> retry(
            @PathVariable String name, @RequestBody Repair repair) {
        ViewRunner<?, ?, ?> runner = runner(name);
        return repaired(runner, runner.retry(entity(repair)));
    }

    @Operation(summary = "Give up an entity's first parked event, and apply those behind it")
    @PostMapping(path = "/v1/views/{name}/parked/skip", consumes = APPLICATION_JSON_VALUE)
    public ResponseEntity<RepairedBody> skip(
            @PathVariable String name, @RequestBody Repair repair) {
        ViewRunner<?, ?, ?> runner = runner(name);
        EntityId entity = entity(repair);
        log.warn("A parked event of the view {} is skipped.", name);
        return repaired(runner, runner.skip(entity));
    }

    @Operation(summary = "Let a view wait; it goes on showing what it has")
    @PostMapping("/v1/views/{name}/pause")
    ResponseEntity<ViewBody> pause(@PathVariable String name) {
        runner(name).pause();
        log.warn("The view {} was paused.", name);
        return status(name);
    }

    @Operation(summary = "Let a view go on")
    @PostMapping("/v1/views/{name}/resume")
    ResponseEntity<ViewBody> resume(@PathVariable String name) {
        runner(name).resume();
        log.info("The view {} goes on.", name);
        return status(name);
    }

    private ResponseEntity<ViewBody> status(String name) {
        ViewStatus status = runner(name).status();
        return at(status.position(), ViewBody.of(status));
    }

    private static <B> ResponseEntity<B> at(long position, B body) {
        return ResponseEntity.ok().header(Headers.POSITION, Long.toString(position)).body(body);
    }

    private ViewRunner<?, ?, ?> runner(String name) {
        try {
            return bank.book().views().runner(name);
        } catch (IllegalArgumentException none) {
            throw ProblemException.notFound("There is no such view.");
        }
    }

    private static EntityId entity(Repair repair) {
        String text = Given.text("entity", Given.required("entity", repair.entity()), 200);
        try {
            return EntityId.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.validation("entity", String.valueOf(wrong.getMessage()));
        }
    }

    private static ResponseEntity<RepairedBody> repaired(
            ViewRunner<?, ?, ?> runner, Future<Integer> work) {
        try {
            int applied = work.get(REPAIR_SECONDS_MAX, TimeUnit.SECONDS);
            return at(runner.status().position(), new RepairedBody(applied));
        } catch (TimeoutException slow) {
            work.cancel(false); // a skip that came to be done later could hit another event
            throw ProblemException.retryLater(
                    ProblemType.UNAVAILABLE, "The view has not come to it yet. Look again.", 5);
        } catch (CancellationException tooMuch) {
            throw ProblemException.retryLater(
                    ProblemType.UNAVAILABLE, "The view stops, or has too much to do.", 5);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(ProblemType.UNAVAILABLE, "The service stops.", 5);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LaneElsewhereException elsewhere) {
                throw ProblemException.retryLater(
                        ProblemType.UNAVAILABLE, String.valueOf(elsewhere.getMessage()), 1);
            }
            throw new IllegalStateException("The repair failed.", failed.getCause());
        }
    }
}
