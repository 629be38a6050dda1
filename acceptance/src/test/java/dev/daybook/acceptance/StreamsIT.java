package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.EventStream;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Events as they happen. */
@OnEveryBackend
class StreamsIT {

    private static final String JOURNAL = "/v1/journal/stream";

    private final Bank bank;
    private final Api api;

    StreamsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void theJournalStreamsEveryEventInOrder() {
        String account = bank.account();
        long before = bank.head();
        try (EventStream stream = api.stream(JOURNAL, "Last-Event-ID", Long.toString(before))) {
            for (int i = 0; i < 10; i++) {
                bank.deposit(account, "1.00");
            }
            List<EventStream.Event> events = stream.next(30);
            assertThat(events.stream().map(EventStream.Event::position))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(before + 1, before + 30).boxed().toList());
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(event.json().path("position").asLong())
                                    .isEqualTo(event.position()));
        }
    }

    @Test
    void aNewStreamBeginsWithWhatHappensNext() {
        String account = bank.account();
        try (EventStream stream = api.stream("/v1/accounts/" + account + "/stream")) {
            long position = bank.deposit(account, "1.00").position();
            EventStream.Event event = stream.next();
            assertThat(Json.text(event.json(), "type")).isEqualTo("Credited");
            assertThat(event.position()).isLessThanOrEqualTo(position);
        }
    }

    /** More at once than is kept for a listener, who reads the journal then. */
    @Test
    void aBurstIsHeardWholeAndInOrder() {
        String account = bank.account();
        int deposits = 1_000;
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < deposits; i++) {
            lines.add(
                    Bank.amount("1.00")
                            .put("type", "deposit")
                            .put("account", account)
                            .put("key", account + "-" + i));
        }
        try (EventStream ofAccount = api.stream("/v1/accounts/" + account + "/stream");
                EventStream ofAll = api.stream(JOURNAL + "?type=Credited")) {
            api.batch(lines);
            List<Long> heard =
                    ofAccount.next(deposits).stream().map(EventStream.Event::position).toList();
            assertThat(heard).isSorted().doesNotHaveDuplicates();
            assertThat(
                            ofAll.next(deposits).stream()
                                    .filter(event ->
                                            Json.text(event.json(), "entity")
                                                    .equals("account:" + account))
                                    .map(EventStream.Event::position))
                    .isEqualTo(heard);
        }
    }

    @Test
    void anAccountStreamsItsOwnEventsOnly() {
        String mine = bank.account();
        String other = bank.account();
        try (EventStream stream =
                api.stream(
                        "/v1/accounts/" + mine + "/stream",
                        "Last-Event-ID",
                        Long.toString(bank.head()))) {
            bank.deposit(other, "100.00");
            bank.deposit(mine, "1.00");
            bank.deposit(other, "1.00");
            bank.transfer(other, mine, "2.00");
            List<EventStream.Event> events = stream.next(2);
            assertThat(events.stream().map(event -> Json.text(event.json(), "payload.amount")))
                    .containsExactly("1.00", "2.00");
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(Json.text(event.json(), "entity"))
                                    .isEqualTo("account:" + mine));
        }
    }

    @Test
    void theJournalsStreamIsFilteredByTypeAndEntity() {
        String account = bank.account();
        String after = Long.toString(bank.head());
        try (EventStream byType = api.stream(JOURNAL + "?type=HoldPlaced", "Last-Event-ID", after);
                EventStream byEntity =
                        api.stream(
                                JOURNAL + "?entity=account:" + account, "Last-Event-ID", after)) {
            bank.deposit(account, "5.00");
            bank.hold(account, "1.00");
            assertThat(Json.text(byType.next().json(), "type")).isEqualTo("HoldPlaced");
            assertThat(byEntity.next(2).stream().map(event -> Json.text(event.json(), "type")))
                    .containsExactly("Credited", "HoldPlaced");
        }
    }

    @Test
    void aReaderThatIsCutOffAgainAndAgainMissesAndRepeatsNothing() throws Exception {
        String account = bank.account();
        long first = bank.head();
        int deposits = 120;
        try (var writer = new Writing(bank, account, deposits)) {
            List<Long> seen = new ArrayList<>();
            long last = first;
            while (seen.size() < deposits) {
                try (EventStream stream =
                        api.stream(
                                "/v1/accounts/" + account + "/stream",
                                "Last-Event-ID",
                                Long.toString(last))) {
                    int some = Math.min(1 + seen.size() % 17, deposits - seen.size());
                    for (EventStream.Event event : stream.next(some)) {
                        seen.add(event.position());
                        last = event.position();
                    }
                }
            }
            writer.join();
            JsonNode journal =
                    api.get("/v1/journal?after=" + first + "&limit=1000&entity=account:" + account)
                            .expect(200)
                            .json();
            assertThat(seen)
                    .containsExactlyElementsOf(
                            journal.path("items")
                                    .valueStream()
                                    .map(item -> item.path("position").asLong())
                                    .toList());
            assertThat(seen).hasSize(deposits);
        }
    }

    @Test
    void streamedEventsAreThoseOfTheJournal() {
        String account = bank.account();
        long before = bank.head();
        bank.deposit(account, "1.00");
        JsonNode items =
                api.get("/v1/journal?after=" + before + "&limit=3")
                        .expect(200)
                        .json()
                        .path("items");
        try (EventStream stream = api.stream(JOURNAL, "Last-Event-ID", Long.toString(before))) {
            for (EventStream.Event event : stream.next(3)) {
                assertThat(event.json())
                        .isEqualTo(items.path((int) (event.position() - before - 1)));
            }
        }
    }

    @Test
    void aStreamEndsWithItsToken() {
        String account = bank.account();
        String stream = "/v1/accounts/" + account + "/stream?after=0";
        String token =
                bank.process()
                        .tokens()
                        .token("Ada", List.of("customer"), List.of(account), Duration.ofSeconds(2));
        Api shortly = api.with(token);
        try (EventStream heard = shortly.stream(stream)) {
            assertThat(heard.rest())
                    .extracting(event -> Json.text(event.json(), "type"))
                    .containsExactly("AccountOpened");
        }
        assertThat(shortly.get(stream).status()).isIn(401, 403);
    }

    @Test
    void aStreamIsNotOpenedForNothingOrNonsense() {
        api.get("/v1/accounts/" + Bank.unique("no") + "/stream").expectProblem(404, "not-found");
        api.get(JOURNAL, "Last-Event-ID", "nonsense").expectInvalid();
        api.get(JOURNAL, "Last-Event-ID", "-1").expectInvalid();
    }

    @Test
    void manyReadersAtOnceSeeTheSame() {
        String account = bank.account();
        String after = Long.toString(bank.head());
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                streams.add(
                        api.stream("/v1/accounts/" + account + "/stream", "Last-Event-ID", after));
            }
            bank.deposit(account, "1.00");
            bank.deposit(account, "2.00");
            List<String> first = ids(streams.getFirst());
            assertThat(streams.subList(1, 20))
                    .allSatisfy(stream -> assertThat(ids(stream)).isEqualTo(first));
        } finally {
            streams.forEach(EventStream::close);
        }
    }

    private static List<String> ids(EventStream stream) {
        return stream.next(2).stream().map(EventStream.Event::id).toList();
    }

    /** Deposits, one after the other, while something else goes on. */
    private static final class Writing implements AutoCloseable {

        private final Thread thread;

        Writing(Bank bank, String account, int deposits) {
            this.thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                ObjectNode body = Bank.amount("1.00");
                                for (int i = 0; i < deposits; i++) {
                                    bank.api()
                                            .post("/v1/accounts/" + account + "/deposits", body)
                                            .expect(201);
                                }
                            });
        }

        void join() throws InterruptedException {
            thread.join();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
