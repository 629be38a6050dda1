package dev.daybook.acceptance;

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

/** Transactions taken back by their opposites. */
@OnEveryBackend
class ReversalsIT {

    private final Bank bank;
    private final Api api;

    ReversalsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aReversalPostsTheOppositeAndBothNameEachOther() {
        String from = bank.accountWith("10.00");
        String to = bank.account();
        String original = bank.transfer(from, to, "4.00").text("id");
        Answer reversal = reverse(original).expect(201);
        assertThat(reversal.text("reverses")).isEqualTo(original);
        assertThat(bank.balance(from)).isEqualTo("10.00");
        assertThat(bank.balance(to)).isEqualTo("0.00");
        JsonNode shown = api.get("/v1/transactions/" + original).expect(200).json();
        assertThat(Json.text(shown, "reversedBy")).isEqualTo(reversal.text("id"));
        assertThat(Json.text(shown, "status")).isEqualTo("reversed");
    }

    @Test
    void aTransactionIsReversedOnce() {
        String account = bank.accountWith("10.00");
        String original = bank.withdraw(account, "4.00").text("id");
        reverse(original).expect(201);
        reverse(original).expectProblem(409, "already-reversed");
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void aTransactionReversedByManyAtOnceIsReversedOnce() throws Exception {
        String account = bank.accountWith("10.00");
        String original = bank.withdraw(account, "4.00").text("id");
        assertThat(Together.count(12, i -> reverse(original).status() == 201)).isEqualTo(1);
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void aReversalNeedsTheMoneyToBeThere() {
        String account = bank.account();
        String deposit = bank.deposit(account, "10.00").text("id");
        bank.withdraw(account, "5.00");
        reverse(deposit).expectProblem(422, "insufficient-funds");
        assertThat(Json.text(api.get("/v1/transactions/" + deposit).json(), "status"))
                .isEqualTo("posted");
    }

    @Test
    void aReversalIsNotReversed() {
        String deposit = bank.deposit(bank.account(), "10.00").text("id");
        String reversal = reverse(deposit).expect(201).text("id");
        assertThat(reverse(reversal).status()).isBetween(400, 499);
    }

    @Test
    void aTransactionThatNeverWasIsNotFound() {
        reverse(UUID.randomUUID().toString()).expectProblem(404, "not-found");
        reverse("nothing").expectProblem(404, "not-found");
        api.get("/v1/transactions/" + UUID.randomUUID()).expectProblem(404, "not-found");
        api.get("/v1/transactions/nothing").expectProblem(404, "not-found");
    }

    private Answer reverse(String transaction) {
        return api.post("/v1/transactions/" + transaction + "/reversal", because());
    }
}
