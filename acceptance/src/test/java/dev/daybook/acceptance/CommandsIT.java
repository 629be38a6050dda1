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

import java.util.UUID;

/** Where a command is, and whether all is well with it. */
@OnEveryBackend
class CommandsIT {

    private final Bank bank;
    private final Api api;

    CommandsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aCommandThatIsVisibleEverywhereIsOnTime() {
        String account = bank.account();
        Answer posted = bank.deposit(account, "1.00");
        bank.getAtLeast(posted.position(), "/v1/accounts/" + account);
        bank.getAtLeast(posted.position(), "/v1/transactions?account=" + account);
        bank.getAtLeast(posted.position(), "/v1/accounts/" + account + "/transactions");
        bank.getAtLeast(posted.position(), "/v1/accounts/" + account + "/balance?on=2026-01-01");
        bank.getAtLeast(posted.position(), "/v1/accounts?q=" + account);
        JsonNode explained = explain(posted.command().toString());
        assertThat(Json.text(explained, "id")).isEqualTo(posted.command().toString());
        assertThat(Json.text(explained, "type")).isEqualTo("deposit");
        assertThat(Json.text(explained, "status")).isEqualTo("committed");
        assertThat(Json.text(explained, "verdict.code")).isEqualTo("on-time");
        assertThat(Json.text(explained, "verdict.words")).isNotBlank();
        assertThat(
                        explained
                                .path("stages")
                                .valueStream()
                                .filter(stage -> stage.path("view").isString()))
                .as("a stage for each view")
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(stage -> assertThat(Json.text(stage, "at")).endsWith("Z"))
                .allSatisfy(stage -> assertThat(stage.path("millis").asLong(-1)).isNotNegative());
    }

    @Test
    void aTransactionIsExplainedByItsOwnId() {
        Answer posted = bank.deposit(bank.account(), "1.00");
        assertThat(Json.text(explain(posted.text("id")), "id"))
                .isEqualTo(posted.command().toString());
    }

    @Test
    void aRejectedCommandIsExplainedWithItsReason() {
        String account = bank.account();
        Answer refused =
                api.post("/v1/accounts/" + account + "/withdrawals", amount("1.00"))
                        .expectProblem(422, "insufficient-funds");
        JsonNode explained = explain(refused.command().toString());
        assertThat(Json.text(explained, "status")).isEqualTo("rejected");
        assertThat(Json.text(explained, "verdict.code")).isEqualTo("rejected");
        assertThat(Json.text(explained, "outcome")).contains("insufficient-funds");
    }

    @Test
    void aCommandThatAViewHasNotShownYetIsNotCalledOnTime() {
        api.post("/v1/views/statements/pause", because()).expectSuccess();
        try {
            String account = bank.account();
            Answer posted = bank.deposit(account, "1.00");
            JsonNode explained = explain(posted.command().toString());
            assertThat(Json.text(explained, "status")).isEqualTo("committed");
            assertThat(Json.text(explained, "verdict.code")).isIn("waiting", "delayed", "stuck");
            assertThat(Json.text(explained, "verdict.words")).contains("statements");
        } finally {
            api.post("/v1/views/statements/resume", because()).expectSuccess();
        }
    }

    @Test
    void whoPrefersNotToWaitIsToldWhereToLook() {
        String account = bank.account();
        Answer accepted =
                api.post(
                                "/v1/accounts/" + account + "/deposits",
                                amount("1.00"),
                                "Prefer",
                                "respond-async")
                        .expect(202);
        String location = accepted.header("Location");
        assertThat(location).startsWith("/v1/commands/");
        Answer last = null;
        for (int i = 0; i < 200 && (last == null || last.text("status").equals("accepted")); i++) {
            last = api.get(location).expect(200);
            assertThat(last.text("status")).isIn("accepted", "committed");
        }
        assertThat(last.text("status")).isEqualTo("committed");
        assertThat(bank.balance(account)).isEqualTo("1.00");
    }

    @Test
    void whoPrefersNotToWaitAndSendsAgainIsToldOfTheFirst() {
        String account = bank.account();
        String[] headers = {"Prefer", "respond-async", "Idempotency-Key", Bank.unique("key")};
        api.post("/v1/accounts/" + account + "/deposits", amount("1.00"), headers).expect(202);
        Answer again = api.post("/v1/accounts/" + account + "/deposits", amount("1.00"), headers);
        assertThat(again.status()).isIn(201, 202);
        Answer known =
                api.post(
                                "/v1/accounts/" + account + "/deposits",
                                amount("1.00"),
                                "Idempotency-Key",
                                headers[3])
                        .expect(201);
        assertThat(known.isReplayed()).isTrue();
        assertThat(bank.balance(account)).isEqualTo("1.00");
        String named =
                again.status() == 202
                        ? again.header("Location")
                        : "/v1/commands/" + again.command();
        assertThat(Json.text(explain(named.substring("/v1/commands/".length())), "status"))
                .as("what the second answer points to")
                .isEqualTo("committed");
    }

    @Test
    void aCommandThatNeverWasIsNotFound() {
        api.get("/v1/commands/" + UUID.randomUUID()).expectProblem(404, "not-found");
        api.get("/v1/commands/nothing").expectProblem(404, "not-found");
    }

    private JsonNode explain(String id) {
        return api.get("/v1/commands/" + id).expect(200).json();
    }
}
