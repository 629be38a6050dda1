package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The journal, the views that follow it, and the book as a whole. */
@OnEveryBackend
class RecordIT {

    private final Bank bank;
    private final Api api;

    RecordIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void theJournalIsReadFromAnyPositionWithoutGaps() {
        bank.accountWith("1.00");
        bank.accountWith("2.00");
        long head = bank.head();
        List<Long> positions = new ArrayList<>();
        long after = 0;
        while (after < head && positions.size() < 3_000) {
            JsonNode page = api.get("/v1/journal?after=" + after + "&limit=500").expect(200).json();
            page.path("items").forEach(item -> positions.add(item.path("position").asLong()));
            assertThat(page.path("head").asLong()).isGreaterThanOrEqualTo(head);
            assertThat(positions.getLast()).isGreaterThan(after);
            after = positions.getLast();
        }
        assertThat(positions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, positions.size()).boxed().toList());
    }

    @Test
    void aRecordedEventTellsEverythingAboutItself() {
        String account = bank.account();
        Api teller = api.with(bank.process().tokens().of("tina", "teller"));
        Answer posted =
                teller.post(
                                "/v1/accounts/" + account + "/deposits",
                                Bank.amount("3.00").put("valueDate", "2026-02-03"),
                                "traceparent",
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .expect(201);
        JsonNode item =
                api.get("/v1/journal?entity=account:" + account + "&type=Credited")
                        .expect(200)
                        .json()
                        .path("items")
                        .path(0);
        assertThat(Json.text(item, "entity")).isEqualTo("account:" + account);
        assertThat(Json.text(item, "type")).isEqualTo("Credited");
        assertThat(item.path("version").asLong()).isEqualTo(2);
        assertThat(Json.text(item, "actor")).isEqualTo("tina");
        assertThat(Json.text(item, "reason")).isEqualTo(Bank.REASON);
        assertThat(Json.text(item, "command")).isEqualTo(posted.command().toString());
        assertThat(Json.text(item, "valueDate")).isEqualTo("2026-02-03");
        assertThat(Json.text(item, "recordedAt")).isEqualTo(posted.text("recordedAt"));
        assertThat(Json.text(item, "hash")).matches("[0-9a-f]{64}");
        assertThat(item.toString()).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(Json.text(item, "payload.amount")).isEqualTo("3.00");
    }

    @Test
    void theJournalIsFilteredByTypeAndEntity() {
        String account = bank.accountWith("1.00");
        bank.hold(account, "1.00");
        String query = "/v1/journal?entity=account:" + account;
        assertThat(types(query)).containsExactly("AccountOpened", "Credited", "HoldPlaced");
        assertThat(types(query + "&type=HoldPlaced")).containsExactly("HoldPlaced");
        assertThat(types(query + "&limit=2")).containsExactly("AccountOpened", "Credited");
    }

    @Test
    void theJournalRefusesNonsense() {
        for (String wrong :
                List.of(
                        "after=-1",
                        "after=x",
                        "limit=0",
                        "limit=x",
                        "limit=99999999",
                        "colour=red")) {
            api.get("/v1/journal?" + wrong).expectInvalid();
        }
    }

    @Test
    void recordedTimeNeverRunsBackwards() {
        JsonNode items = api.get("/v1/journal?after=0&limit=1000").expect(200).json().path("items");
        assertThat(
                        items.valueStream()
                                .map(item ->
                                        java.time.Instant.parse(Json.text(item, "recordedAt"))))
                .isSorted();
    }

    @Test
    void everyViewTellsHowFarItIs() {
        long position = bank.deposit(bank.account(), "1.00").position();
        bank.getAtLeast(position, "/v1/transactions");
        JsonNode views = api.get("/v1/views").expect(200).json();
        JsonNode items = views.isArray() ? views : views.path("items");
        Set<String> names =
                items.valueStream()
                        .map(view -> Json.text(view, "name"))
                        .collect(Collectors.toSet());
        assertThat(names).contains("accounts", "transactions", "statements", "daily_balances");
        for (JsonNode view : items) {
            assertThat(view.path("version").asInt()).isPositive();
            assertThat(view.path("position").asLong()).isPositive();
            assertThat(view.path("lagEvents").isNumber()).isTrue();
            assertThat(view.path("lagMillis").isNumber()).isTrue();
            assertThat(Json.text(view, "state")).isNotBlank();
        }
    }

    @Test
    void theBookSumsToZeroInEveryCurrency() {
        bank.deposit(bank.account("JPY", null), "1000");
        bank.deposit(bank.account("BHD", null), "1.234");
        Answer answer = api.get("/v1/book").expect(200);
        assertThat(answer.text("book")).isNotBlank();
        assertThat(answer.json().path("head").asLong()).isPositive();
        JsonNode sum = answer.json().path("sum");
        assertThat(sum.propertyNames()).contains("JPY", "BHD", "EUR");
        sum.properties()
                .forEach(each ->
                        assertThat(new BigDecimal(each.getValue().asString()))
                                .as(each.getKey())
                                .isZero());
        assertThat(Json.text(sum, "EUR")).isEqualTo("0.00");
        assertThat(Json.text(sum, "JPY")).isEqualTo("0");
    }

    @Test
    void theServicesOwnVerificationFindsTheBookWholeAndTrue() {
        bank.accountWith("1.00");
        JsonNode verification = api.get("/v1/verify").expect(200).json();
        assertThat(verification.path("ok").asBoolean()).as(verification.toString()).isTrue();
        assertThat(verification.path("findings")).isEmpty();
    }

    @Test
    void theMetricsTellTheLagOfEachView() {
        String metrics = bank.as("operator").get("/actuator/prometheus").expect(200).text();
        assertThat(metrics)
                .contains("transactions")
                .containsPattern("daybook\\w*lag\\w*\\{[^}]*view=\"accounts\"");
    }

    private List<String> types(String query) {
        return api.get(query)
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> Json.text(item, "type"))
                .toList();
    }
}
