package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** Checks deposited, cleared and returned. */
@OnEveryBackend
class PendingCreditsIT {

    private final Bank bank;
    private final Api api;

    PendingCreditsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aDepositedCheckIsPendingAndNotAvailable() {
        String account = bank.account();
        check(account, "40.00");
        JsonNode shown = bank.show(account);
        assertThat(Json.text(shown, "pending")).isEqualTo("40.00");
        assertThat(Json.text(shown, "balance")).isEqualTo("0.00");
        assertThat(Json.text(shown, "available")).isEqualTo("0.00");
        api.post("/v1/accounts/" + account + "/withdrawals", amount("1.00"))
                .expectProblem(422, "insufficient-funds");
    }

    @Test
    void aClearedCheckIsMoney() {
        String account = bank.account();
        String check = check(account, "40.00");
        JsonNode posted =
                api.post("/v1/pending-credits/" + Api.encode(check) + "/clear", because())
                        .expectSuccess()
                        .json();
        assertThat(Json.text(posted, "status")).isEqualTo("posted");
        JsonNode shown = bank.show(account);
        assertThat(Json.text(shown, "pending")).isEqualTo("0.00");
        assertThat(Json.text(shown, "balance")).isEqualTo("40.00");
    }

    @Test
    void aReturnedCheckLeavesNothingBehind() {
        String account = bank.account();
        String check = check(account, "40.00");
        api.post("/v1/pending-credits/" + Api.encode(check) + "/return", because()).expectSuccess();
        JsonNode shown = bank.show(account);
        assertThat(Json.text(shown, "pending")).isEqualTo("0.00");
        assertThat(Json.text(shown, "balance")).isEqualTo("0.00");
    }

    @Test
    void aCheckIsClearedOrReturnedOnce() {
        String account = bank.account();
        String check = "/v1/pending-credits/" + Api.encode(check(account, "40.00"));
        api.post(check + "/clear", because()).expectSuccess();
        assertThat(api.post(check + "/clear", because()).expect(409).slug())
                .isIn("hold-not-open", "conflict");
        assertThat(api.post(check + "/return", because()).expect(409).slug())
                .isIn("hold-not-open", "conflict");
        assertThat(bank.balance(account)).isEqualTo("40.00");
    }

    @Test
    void aCheckThatNeverWasIsNotFound() {
        api.post("/v1/pending-credits/nothing/clear", because()).expectProblem(404, "not-found");
        api.post("/v1/pending-credits/nothing/return", because()).expectProblem(404, "not-found");
    }

    private String check(String account, String amount) {
        return api.post("/v1/accounts/" + account + "/pending-credits", amount(amount))
                .expect(201)
                .text("id");
    }
}
