package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.book.Book;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.webhook.Courier;
import dev.daybook.engine.webhook.Sender.Answer;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.postgres.Counters.Command;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** When what was not taken is sent again, and when no more: by a clock that is set by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CourierIT {

    private static final Answer TAKEN = new Answer(204, null, null, false);
    private static final Answer REFUSED = refused(null);
    private static final int CHUNK = 2_000;
    private static final int WAITING_MAX = 10_000;

    private final CommandIds ids = new CommandIds(InstantSource.system());
    private final List<Long> sent = new ArrayList<>();
    private PostgresServer server;
    private int books;
    private PostgresBook<State> storage;
    private Book<Command, State, Event> book;
    private PostgresWebhooks store;
    private Courier courier;
    private UUID webhook;
    private Answer answer = TAKEN;
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");

    @BeforeAll
    void startServer(@TempDir Path directory) {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        String name = "courier" + ++books;
        PostgresSettings settings = server.database("daybook");
        PostgresViews views = new PostgresViews(settings, name);
        storage =
                new PostgresBook<>(
                        settings, name, Counters.DOMAIN, new Counters.Tables(), views.ledger());
        views.close();
        book =
                new Book<>(
                        Counters.DOMAIN,
                        storage,
                        List.of(),
                        InstantSource.system(),
                        CommitLimits.STANDARD,
                        (_, _) -> {});
        book.start();
        store = new PostgresWebhooks(settings, name);
        courier = new Courier(store, book.feed(), storage.journal(), this::send, () -> now);
        webhook = UUID.randomUUID();
        store.add(
                new Webhook(
                        webhook,
                        URI.create("https://example.com/"),
                        "whsec_AAAA",
                        null,
                        Set.of(),
                        now,
                        "me",
                        0,
                        null),
                1);
        sent.clear();
    }

    @AfterEach
    void close() {
        courier.close();
        store.close();
        book.close();
        storage.close();
    }

    private static Answer refused(Duration again) {
        return new Answer(503, "The receiver answered 503.", again, false);
    }

    /** One entity's events come one after another; here is but one entity. */
    private Answer send(Webhook to, RecordedEvent event) {
        sent.add(event.position());
        return answer;
    }

    private void record(int events) throws Exception {
        for (int left = events; left > 0; left -= CHUNK) {
            List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
            for (int i = 0; i < Math.min(left, CHUNK); i++) {
                answers.add(book.submit(submission(new Command.Add("one", 1))));
            }
            for (CompletableFuture<Receipt<State, Event>> each : answers) {
                each.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private Submission<Command> submission(Command command) {
        UUID id = ids.next();
        Provenance by = new Provenance("alice", null, "test", "because", "", null, null);
        return new Submission<>(
                id,
                "alice",
                null,
                command.toString().getBytes(UTF_8),
                "test",
                command,
                by,
                Instant.now());
    }

    private Webhook webhook() {
        Webhook found = store.find(webhook);
        assertThat(found).isNotNull();
        return found;
    }

    private void step() throws InterruptedException {
        courier.step(webhook(), Duration.ZERO);
    }

    /** It is tried again when so much time has passed, and not before. */
    private void triedAgainAfter(Duration pause) throws InterruptedException {
        int before = sent.size();
        now = now.plus(pause).minusMillis(1);
        step();
        assertThat(sent).as("before " + pause).hasSize(before);
        now = now.plusMillis(1);
        step();
        assertThat(sent).as("after " + pause).hasSize(before + 1);
    }

    @Test
    void whatIsNotTakenIsTriedAgainAfterTwiceAsLongUpToAnHour() throws Exception {
        record(2);
        answer = REFUSED;
        step();
        for (long seconds = 1; seconds < 3_600; seconds *= 2) {
            triedAgainAfter(Duration.ofSeconds(seconds));
        }
        triedAgainAfter(Duration.ofHours(1));
        triedAgainAfter(Duration.ofHours(1));
        assertThat(sent).containsOnly(1L); // the second waits behind the first
        answer = TAKEN;
        triedAgainAfter(Duration.ofHours(1));
        step();
        assertThat(sent).endsWith(1L, 2L);
        assertThat(store.waiting(webhook)).isZero();
    }

    @Test
    void whoAsksToBeLeftAloneIsLeftAloneForAnHourAtMost() throws Exception {
        record(1);
        answer = refused(Duration.ofSeconds(30));
        step();
        triedAgainAfter(Duration.ofSeconds(30));
        answer = refused(Duration.ofDays(2));
        triedAgainAfter(Duration.ofSeconds(30));
        triedAgainAfter(Duration.ofHours(1));
    }

    @Test
    void afterThreeDaysItStopsAndSaysWhyUntilItIsToldToGoOn() throws Exception {
        record(1);
        answer = REFUSED;
        step();
        now = now.plus(Duration.ofDays(3));
        step();
        assertThat(webhook().stopped()).isNull();
        now = now.plus(Duration.ofHours(1));
        step();
        assertThat(webhook().stopped())
                .isEqualTo(
                        "The event at position 1 has not been taken for three days: The receiver"
                                + " answered 503.");
        answer = TAKEN;
        store.resume(webhook, now);
        step();
        assertThat(webhook().stopped()).isNull();
        assertThat(store.waiting(webhook)).isZero();
    }

    @Test
    void whenTenThousandWaitTheJournalIsNotReadOnAndNothingIsLost() throws Exception {
        record(WAITING_MAX + 400);
        answer = REFUSED;
        long before = -1;
        while (webhook().position() > before) {
            before = webhook().position();
            step();
        }
        assertThat(store.waiting(webhook)).isEqualTo(WAITING_MAX);
        assertThat(webhook().position()).isEqualTo(WAITING_MAX);
        answer = TAKEN;
        now = now.plusSeconds(1);
        while (webhook().position() < WAITING_MAX + 400) {
            step();
        }
        assertThat(sent.getFirst()).isEqualTo(1);
        assertThat(sent.subList(1, sent.size())).startsWith(1L, 2L, 3L).isSorted();
        assertThat(store.waiting(webhook))
                .isEqualTo(WAITING_MAX + 400 - (sent.size() - 1)); // the first was sent twice
    }
}
