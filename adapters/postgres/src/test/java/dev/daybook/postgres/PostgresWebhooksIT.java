package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.engine.webhook.WebhookStore.Attempt;
import dev.daybook.engine.webhook.WebhookStore.Waiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What waits for a receiver is in the order of its entity, and two nodes do not undo each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresWebhooksIT {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final EntityId A = new EntityId("account", "a");
    private static final EntityId B = new EntityId("account", "b");

    private PostgresServer server;
    private PostgresWebhooks store;
    private Webhook webhook;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = PostgresServer.start(directory);
        store = new PostgresWebhooks(server.database("daybook"), "main");
    }

    @AfterAll
    void stop() {
        store.close();
        server.close();
    }

    @BeforeEach
    void addOne() {
        webhook = at(0);
        assertThat(store.add(webhook, 100)).isTrue();
    }

    private static Webhook at(long position) {
        return new Webhook(
                UUID.randomUUID(),
                URI.create("https://example.com/"),
                "whsec_AAAA",
                null,
                Set.of("Credited"),
                NOW,
                "me",
                position,
                null);
    }

    private static Waiting waiting(long position, EntityId entity, Instant next) {
        return new Waiting(position, entity, 0, NOW, next);
    }

    private static Attempt attempt(long position, EntityId entity, String error) {
        return new Attempt(0, position, entity, 1, NOW, 5, error == null ? 204 : 503, error);
    }

    @Test
    void itIsAsItWasAdded() {
        assertThat(store.find(webhook.id())).isEqualTo(webhook);
        assertThat(store.all()).contains(webhook);
        assertThat(store.add(at(0), 1)).isFalse();
        assertThat(store.remove(webhook.id())).isTrue();
        assertThat(store.find(webhook.id())).isNull();
        assertThat(store.remove(webhook.id())).isFalse();
    }

    /** The second event of an entity is not due before the first has been taken. */
    @Test
    void ofEachEntityTheFirstAloneIsDue() {
        store.advance(
                webhook,
                9,
                List.of(
                        waiting(3, A, NOW.plusSeconds(10)),
                        waiting(5, A, NOW),
                        waiting(6, B, NOW),
                        waiting(7, B, NOW)),
                List.of(attempt(3, A, "no")));
        assertThat(store.waitingEntities(webhook.id())).containsExactlyInAnyOrder(A, B);
        assertThat(store.due(webhook.id(), NOW, 10))
                .extracting(Waiting::position)
                .containsExactly(6L);
        store.delivered(webhook.id(), attempt(6, B, null));
        assertThat(store.due(webhook.id(), NOW.plusSeconds(10), 10))
                .extracting(Waiting::position)
                .containsExactly(3L, 7L);
        store.postpone(
                webhook.id(), new Waiting(3, A, 2, NOW, NOW.plusSeconds(30)), attempt(3, A, "no"));
        assertThat(store.due(webhook.id(), NOW.plusSeconds(10), 10))
                .extracting(Waiting::position)
                .containsExactly(7L);
        assertThat(store.waiting(webhook.id())).isEqualTo(3);
        assertThat(store.attempts(webhook.id(), null, 10))
                .extracting(Attempt::position)
                .containsExactly(3L, 6L, 3L);
    }

    /** A node that was cut off goes on with what it knows, and must not take the other back. */
    @Test
    void whoIsBehindAnotherChangesNothing() {
        store.advance(webhook, 9, List.of(), List.of(attempt(9, A, null)));
        store.advance(webhook, 5, List.of(waiting(5, A, NOW)), List.of(attempt(5, A, "no")));
        assertThat(store.find(webhook.id()).position()).isEqualTo(9);
        assertThat(store.waiting(webhook.id())).isZero();
        assertThat(store.attempts(webhook.id(), null, 10)).hasSize(1);
    }

    @Test
    void whatWaitsIsDueAtOnceWhenItIsLetGoOn() {
        store.advance(webhook, 9, List.of(waiting(3, A, NOW.plusSeconds(3_600))), List.of());
        store.stop(webhook.id(), "It is gone.");
        assertThat(store.find(webhook.id()).stopped()).isEqualTo("It is gone.");
        store.resume(webhook.id(), NOW);
        assertThat(store.find(webhook.id()).stopped()).isNull();
        assertThat(store.due(webhook.id(), NOW, 10)).hasSize(1);
    }

    @Test
    void whatHappenedToOneThatWasRemovedIsForgotten() {
        store.remove(webhook.id());
        store.advance(webhook, 9, List.of(waiting(3, A, NOW)), List.of(attempt(3, A, "no")));
        store.delivered(webhook.id(), attempt(3, A, null));
        assertThat(store.attempts(webhook.id(), null, 10)).isEmpty();
        assertThat(store.waiting(webhook.id())).isZero();
    }

    @Test
    void oldAttemptsAreForgotten() {
        store.advance(webhook, 9, List.of(), List.of(attempt(9, A, null)));
        store.forgetAttempts(NOW);
        assertThat(store.attempts(webhook.id(), null, 10)).hasSize(1);
        store.forgetAttempts(NOW.plusSeconds(1));
        assertThat(store.attempts(webhook.id(), null, 10)).isEmpty();
    }
}
