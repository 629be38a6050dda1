package dev.daybook.server.webhook;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.engine.webhook.WebhookStore;
import dev.daybook.engine.webhook.WebhookStore.Attempt;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Cursor;
import dev.daybook.server.query.EventFilter;
import dev.daybook.server.query.Page;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who is told of events at an address of its own. */
@Tag(name = "Webhooks")
@RestController
public final class Webhooks {

    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

    private static final int WEBHOOKS_MAX = 100;
    private static final int URL_CHARS_MAX = 2_000;
    private static final int TYPES_MAX = 50;
    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    private final Bank bank;
    private final WebhookStore store;

    Webhooks(Bank bank) {
        this.bank = bank;
        this.store = bank.webhooks();
    }

    /**
     * What is asked for.
     *
     * @param after a position; what happens from now on when absent
     */
    @Schema(name = "WebhookRequest")
    record Wanted(
            @Schema(example = "https://example.com/daybook") @Nullable String url,
            @Nullable String entity,
            @Nullable List<@Nullable String> types,
            @Nullable Long after) {}

    /**
     * A webhook.
     *
     * @param url without its query, in which there may be secrets
     * @param position everything up to here was delivered, or waits
     * @param waiting events that are sent again, or wait behind one that is
     * @param stopped why nothing is sent; null while it is
     * @param secret what deliveries are signed with; told once
     */
    @Schema(name = "Webhook")
    public record WebhookBody(
            UUID id,
            String url,
            @Nullable String entity,
            List<String> types,
            Instant createdAt,
            String createdBy,
            long position,
            long lagEvents,
            long waiting,
            @Nullable String stopped,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {}

    public record WebhooksBody(List<WebhookBody> items) {}

    /** One attempt at a delivery. */
    @Schema(name = "Delivery")
    public record DeliveryBody(
            long position,
            String entity,
            int attempt,
            Instant at,
            long millis,
            @Nullable Integer status,
            @Nullable String error) {

        static DeliveryBody of(Attempt attempt) {
            return new DeliveryBody(
                    attempt.position(),
                    attempt.entity().toString(),
                    attempt.attempt(),
                    attempt.at(),
                    attempt.millis(),
                    attempt.status(),
                    attempt.error());
        }
    }

    @Operation(
            summary = "Ask for events to be sent to an address",
            description =
                    "Signed as Standard Webhooks has it, with the secret of the answer, which is"
                            + " told once. Each event at least once, those of an entity in order.")
    @PostMapping(path = "/v1/webhooks", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookBody> add(@RequestBody Wanted wanted, Caller caller) {
        EventFilter filter =
                EventFilter.of(
                        wanted.entity(), types(wanted.types()), bank.book().domain().events());
        URI url = url(Given.required("url", wanted.url()));
        long head = bank.storage().journal().head().position();
        Long after = wanted.after();
        if (after != null && (after < 0 || after > head)) {
            throw ProblemException.validation("after", "'after' is a position up to " + head + ".");
        }
        Webhook webhook =
                new Webhook(
                        UUID.randomUUID(),
                        url,
                        Signature.newSecret(),
                        filter.entity(),
                        filter.types(),
                        Instant.now().truncatedTo(ChronoUnit.MICROS),
                        caller.actor(),
                        after == null ? head : after,
                        null);
        if (!store.add(webhook, WEBHOOKS_MAX)) {
            throw ProblemException.validation(
                    "url", "There are " + WEBHOOKS_MAX + " webhooks already.");
        }
        log.info("The webhook {} was added by {}.", webhook.id(), caller.actor());
        return ResponseEntity.status(201).body(body(webhook, webhook.secret()));
    }

    @Operation(summary = "All webhooks, and how far they are")
    @GetMapping("/v1/webhooks")
    public ResponseEntity<WebhooksBody> webhooks() {
        return ResponseEntity.ok(
                new WebhooksBody(
                        store.all().stream().map(webhook -> body(webhook, null)).toList()));
    }

    /** One of them, as it is now; none is a problem. */
    public WebhookBody webhook(String id) {
        return body(find(id), null);
    }

    @Operation(summary = "What became of each attempt at a delivery, the newest first")
    @GetMapping("/v1/webhooks/{id}/deliveries")
    public ResponseEntity<Page<DeliveryBody>> deliveries(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        Webhook webhook = find(id);
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        List<Attempt> attempts = store.attempts(webhook.id(), Cursor.position(cursor), count + 1);
        boolean more = attempts.size() > count;
        List<Attempt> page = more ? attempts.subList(0, count) : attempts;
        return ResponseEntity.ok(
                new Page<>(
                        page.stream().map(DeliveryBody::of).toList(),
                        more ? Cursor.of(page.getLast().number()) : null));
    }

    @Operation(summary = "Send again what waits, now; and go on after a stop")
    @PostMapping("/v1/webhooks/{id}/resume")
    public ResponseEntity<WebhookBody> resume(@PathVariable String id, Caller caller) {
        Webhook webhook = find(id);
        store.resume(webhook.id(), Instant.now());
        log.info("The webhook {} goes on; {} said so.", webhook.id(), caller.actor());
        return ResponseEntity.ok(body(find(id), null));
    }

    @Operation(summary = "Send nothing there any more")
    @DeleteMapping("/v1/webhooks/{id}")
    ResponseEntity<Void> remove(@PathVariable String id, Caller caller) {
        Webhook webhook = find(id);
        store.remove(webhook.id());
        log.info("The webhook {} was removed by {}.", webhook.id(), caller.actor());
        return ResponseEntity.noContent().build();
    }

    private Webhook find(String id) {
        UUID uuid = Given.uuidOrNull(id);
        Webhook found = uuid == null ? null : store.find(uuid);
        if (found == null) {
            throw ProblemException.notFound("There is no such webhook.");
        }
        return found;
    }

    private WebhookBody body(Webhook webhook, @Nullable String secret) {
        URI url = webhook.url();
        EntityId entity = webhook.entity();
        return new WebhookBody(
                webhook.id(),
                url.getScheme() + "://" + url.getAuthority() + url.getRawPath(),
                entity == null ? null : entity.toString(),
                webhook.types().stream().sorted().toList(),
                webhook.createdAt(),
                webhook.createdBy(),
                webhook.position(),
                Math.max(0, bank.book().feed().head() - webhook.position()),
                store.waiting(webhook.id()),
                webhook.stopped(),
                secret);
    }

    private static @Nullable String types(@Nullable List<@Nullable String> types) {
        if (types == null || types.isEmpty()) {
            return null;
        }
        if (types.size() > TYPES_MAX || types.contains(null)) {
            throw ProblemException.validation(
                    "types", "'types' is at most " + TYPES_MAX + " names of event types.");
        }
        return String.join(",", types.toArray(String[]::new));
    }

    /** What is sent is nobody else's business: plain HTTP stays on this machine. */
    private static URI url(String text) {
        try {
            URI url = URI.create(Given.text("url", text, URL_CHARS_MAX));
            boolean isPlain = "http".equals(url.getScheme());
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null
                    && ("https".equals(url.getScheme())
                            || (isPlain && THIS_MACHINE.contains(url.getHost())))) {
                return url;
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        throw ProblemException.validation(
                "url",
                "'url' is an address that starts with https://, without a user or a fragment; http"
                        + " only on this machine.");
    }
}
