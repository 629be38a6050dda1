package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Who changed what, when, on whose behalf, why, and what it was before. */
@OnEveryBackend
class AuditIT {

    private final Bank bank;
    private final Api api;

    AuditIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void everyStepFromCreationIsThereWithTheWholeStateBeforeAndAfter() {
        String account = Bank.unique("audit");
        String base = "/v1/accounts/" + account;
        List<JsonNode> states = new ArrayList<>();
        api.post("/v1/accounts", Bank.opening(account, "EUR", null)).expect(201);
        states.add(bank.show(account));
        bank.deposit(account, "100.00");
        states.add(bank.show(account));
        api.put(base + "/authorized-users/ann", because().put("role", "holder")).expectSuccess();
        states.add(bank.show(account));
        bank.hold(account, "10.00");
        states.add(bank.show(account));
        bank.withdraw(account, "5.00");
        states.add(bank.show(account));
        api.put(base + "/overdraft-limit", because().put("limit", "20.00")).expectSuccess();
        states.add(bank.show(account));
        api.delete(base + "/authorized-users/ann", because()).expectSuccess();
        states.add(bank.show(account));
        List<JsonNode> items = items(account, 100);
        assertThat(items.stream().map(item -> item.path("version").asLong()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(items.getFirst().path("before").isNull()).isTrue();
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i).path("after"))
                    .as("after step " + (i + 1))
                    .isEqualTo(states.get(i));
            if (i > 0) {
                assertThat(items.get(i).path("before"))
                        .as("before step " + (i + 1))
                        .isEqualTo(states.get(i - 1));
            }
        }
        assertThat(items.stream().map(item -> item.path("position").asLong()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aChangeTellsWhoMadeItOnWhoseBehalfThroughWhatAndWhy() {
        String account = bank.account();
        Api teller = api.with(bank.process().tokens().of("tina", "teller"));
        Answer posted =
                teller.post(
                                "/v1/accounts/" + account + "/deposits",
                                amount("1.00").put("reason", "A birthday — Grüße"),
                                "Daybook-On-Behalf-Of",
                                "oscar",
                                "Daybook-Correlation",
                                "case-4711")
                        .expect(201);
        JsonNode item = items(account, 100).getLast();
        assertThat(Json.text(item, "actor")).isEqualTo("tina");
        assertThat(Json.text(item, "onBehalfOf")).isEqualTo("oscar");
        assertThat(Json.text(item, "channel")).isEqualTo("http");
        assertThat(Json.text(item, "reason")).isEqualTo("A birthday — Grüße");
        assertThat(Json.text(item, "correlation")).isEqualTo("case-4711");
        assertThat(Json.text(item, "command")).isEqualTo(posted.command().toString());
        assertThat(Json.text(item, "event")).contains("Credited");
        assertThat(Json.text(item, "recordedAt")).isEqualTo(posted.text("recordedAt"));
    }

    @Test
    void theRecordIsReadPageByPageEachStepOnce() {
        String account = bank.account();
        for (int i = 0; i < 9; i++) {
            bank.deposit(account, "1.00");
        }
        assertThat(items(account, 3).stream().map(item -> item.path("version").asLong()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void aRejectedCommandLeavesNoStep() {
        String account = bank.account();
        api.post("/v1/accounts/" + account + "/withdrawals", amount("1.00")).expect(422);
        assertThat(items(account, 100)).hasSize(1);
    }

    @Test
    void theAuditOfNothingIsNotFound() {
        api.get("/v1/accounts/" + Bank.unique("no") + "/audit").expectProblem(404, "not-found");
    }

    private List<JsonNode> items(String account, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/v1/accounts/" + account + "/audit?limit=" + limit + cursor)
                            .expect(200)
                            .json();
            page.path("items").forEach(items::add);
            cursor =
                    page.path("next").isString()
                            ? "&cursor=" + Api.encode(Json.text(page, "next"))
                            : "";
        } while (!cursor.isEmpty());
        return items;
    }
}
