package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.acceptance.Receiver.Delivery;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Servers elsewhere are told of what happens: signed, in order, and until they have taken it. */
@OnEveryBackend
class WebhooksIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Bank bank;
    private final Api api;
    private final Receiver receiver = new Receiver();

    WebhooksIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @AfterEach
    void removeAll() {
        for (JsonNode each : api.get("/v1/webhooks").expect(200).json().path("items")) {
            api.delete("/v1/webhooks/" + each.path("id").asString(), Json.object()).expect(204);
        }
        receiver.close();
    }

    /** Each test makes its own bank move on: only the accounts of the test are looked at. */
    private String ask(ObjectNode wanted) {
        Answer added = api.post("/v1/webhooks", wanted).expect(201);
        receiver.expect(added.text("secret"));
        return added.text("id");
    }

    private JsonNode webhook(String id) {
        for (JsonNode each : api.get("/v1/webhooks").expect(200).json().path("items")) {
            if (each.path("id").asString().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("There is no webhook " + id);
    }

    /** The newest entries: one is written after its delivery was answered. */
    private List<JsonNode> log(String id, int entries) {
        Eventually.holds(SOON, () -> log(id).size() >= entries);
        return log(id);
    }

    private List<JsonNode> log(String id) {
        return api.get("/v1/webhooks/" + id + "/deliveries")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void whatHappensIsSentSignedAndInOrder() throws InterruptedException {
        String account = bank.account();
        String id = ask(Json.object("url", receiver.url(), "entity", "account:" + account));
        for (int i = 1; i <= 5; i++) {
            bank.deposit(account, i + ".00");
        }
        List<Delivery> deliveries = receiver.await(5);
        assertThat(deliveries).allMatch(Delivery::isSigned);
        assertThat(deliveries)
                .extracting(each -> each.event().path("payload").path("balance").asString())
                .containsExactly("1.00", "3.00", "6.00", "10.00", "15.00");
        assertThat(deliveries).extracting(Delivery::id).doesNotHaveDuplicates();
        assertThat(log(id, 5)).allMatch(each -> each.path("status").asInt() == 204);
    }

    @Test
    void whatIsNotTakenIsSentAgainAndHoldsUpItsOwnAccountAlone() throws InterruptedException {
        String slow = bank.account();
        String quick = bank.account();
        Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
        receiver.answer(event ->
                event.path("entity").asString().equals("account:" + slow)
                                && refusedOnce.add(event.path("position").asString())
                        ? 503
                        : 200);
        ask(Json.object("url", receiver.url(), "types", Json.array(List.of("Credited"))));
        for (int i = 0; i < 3; i++) {
            bank.deposit(slow, "1.00");
            bank.deposit(quick, "1.00");
        }
        List<Delivery> deliveries =
                receiver.await(6).stream()
                        .filter(each ->
                                each.entity().equals("account:" + slow)
                                        || each.entity().equals("account:" + quick))
                        .toList();
        assertThat(deliveries).allMatch(Delivery::isSigned);
        List<Long> taken =
                deliveries.stream()
                        .filter(each -> each.answered() == 200)
                        .filter(each -> each.entity().equals("account:" + slow))
                        .map(Delivery::position)
                        .toList();
        assertThat(taken).hasSize(3).isSorted();
        Map<String, Long> sent =
                deliveries.stream()
                        .collect(Collectors.groupingBy(Delivery::id, Collectors.counting()));
        assertThat(sent.values()).contains(2L).contains(1L);
    }

    @Test
    void aReceiverThatIsGoneStopsItsWebhookUntilItIsLetGoOn() throws InterruptedException {
        String account = bank.account();
        receiver.answer(event -> 410);
        String id = ask(Json.object("url", receiver.url(), "entity", "account:" + account));
        bank.deposit(account, "1.00");
        Eventually.holds(SOON, () -> !webhook(id).path("stopped").isNull());
        bank.deposit(account, "2.00");
        receiver.answer(event -> 200);
        api.post("/v1/webhooks/" + id + "/resume", Json.object()).expect(200);
        List<Delivery> deliveries = receiver.await(2);
        assertThat(deliveries).extracting(Delivery::answered).containsExactly(410, 200, 200);
        assertThat(deliveries.get(0).position()).isEqualTo(deliveries.get(1).position());
    }

    @Test
    void theSecretIsToldOnceAndTheQueryNever() {
        String id = ask(Json.object("url", receiver.url()));
        String shown = webhook(id).toString();
        assertThat(shown).doesNotContain("whsec_").doesNotContain("mine=secret");
        DaybookProcess process = bank.process();
        assertThat(process.out() + process.err())
                .doesNotContain("whsec_")
                .doesNotContain("mine=secret");
    }

    @Test
    void addressesThatWouldCarryItInTheOpenAreRefused() {
        for (String url :
                List.of(
                        "http://example.com/hook",
                        "ftp://example.com/hook",
                        "https://user:word@example.com/",
                        "https://example.com/#there",
                        "file:///etc/passwd",
                        "https://",
                        "nowhere")) {
            api.post("/v1/webhooks", Json.object("url", url)).expectInvalid();
        }
        api.post(
                        "/v1/webhooks",
                        Json.object("url", receiver.url(), "types", Json.array(List.of("No"))))
                .expectInvalid();
        api.post("/v1/webhooks", Json.object("url", receiver.url(), "after", Long.MAX_VALUE))
                .expectInvalid();
    }

    @Test
    void onlyAdministratorsAskForThem() {
        Api operator = bank.as("operator");
        assertThat(operator.post("/v1/webhooks", Json.object("url", receiver.url())).status())
                .isEqualTo(403);
    }
}
