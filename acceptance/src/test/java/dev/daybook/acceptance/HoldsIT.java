package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.EventStream;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/** Amounts that are set aside. */
@OnEveryBackend
class HoldsIT {

    private final Bank bank;
    private final Api api;

    HoldsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aHoldLowersWhatIsAvailableAndNotTheBalance() {
        String account = bank.accountWith("100.00");
        String hold = bank.hold(account, "30.00");
        JsonNode shown = bank.show(account);
        assertThat(Json.text(shown, "balance")).isEqualTo("100.00");
        assertThat(Json.text(shown, "available")).isEqualTo("70.00");
        assertThat(Json.text(shown.path("holds").path(0), "id")).isEqualTo(hold);
        assertThat(Json.text(shown.path("holds").path(0), "amount")).isEqualTo("30.00");
    }

    @Test
    void aHoldNeverLetsTheAvailableBalanceGoBelowTheLimit() {
        String account = bank.account("EUR", "10.00");
        bank.deposit(account, "20.00");
        bank.hold(account, "30.00");
        assertThat(bank.available(account)).isEqualTo("0.00");
        api.post("/v1/accounts/" + account + "/holds", amount("0.01"))
                .expectProblem(422, "insufficient-funds");
        api.post("/v1/accounts/" + account + "/withdrawals", amount("0.01"))
                .expectProblem(422, "insufficient-funds");
    }

    @Test
    void capturingPartOfAHoldDebitsThatAndFreesTheRest() {
        String account = bank.accountWith("100.00");
        String hold = bank.hold(account, "30.00");
        JsonNode posted =
                api.post("/v1/holds/" + Api.encode(hold) + "/capture", amount("10.00"))
                        .expectSuccess()
                        .json();
        assertThat(Json.text(posted, "status")).isEqualTo("posted");
        JsonNode shown = bank.show(account);
        assertThat(Json.text(shown, "balance")).isEqualTo("90.00");
        assertThat(Json.text(shown, "available")).isEqualTo("90.00");
        assertThat(shown.path("holds")).isEmpty();
    }

    @Test
    void capturingWithoutAnAmountTakesAllOfIt() {
        String account = bank.accountWith("100.00");
        String hold = bank.hold(account, "30.00");
        api.post("/v1/holds/" + Api.encode(hold) + "/capture", because()).expectSuccess();
        assertThat(bank.balance(account)).isEqualTo("70.00");
        assertThat(bank.available(account)).isEqualTo("70.00");
    }

    @Test
    void noMoreIsCapturedThanIsHeld() {
        String account = bank.accountWith("100.00");
        String hold = bank.hold(account, "30.00");
        api.post("/v1/holds/" + Api.encode(hold) + "/capture", amount("30.01"))
                .expectProblem(422, "limit-exceeded");
        assertThat(bank.available(account)).isEqualTo("70.00");
    }

    @Test
    void aReleasedHoldIsAvailableAgain() {
        String account = bank.accountWith("100.00");
        String hold = bank.hold(account, "30.00");
        api.post("/v1/holds/" + Api.encode(hold) + "/release", because()).expectSuccess();
        assertThat(bank.available(account)).isEqualTo("100.00");
    }

    @Test
    void aHoldEndsOnce() {
        String account = bank.accountWith("100.00");
        String captured = bank.hold(account, "30.00");
        api.post("/v1/holds/" + Api.encode(captured) + "/capture", because()).expectSuccess();
        api.post("/v1/holds/" + Api.encode(captured) + "/capture", because())
                .expectProblem(409, "hold-not-open");
        api.post("/v1/holds/" + Api.encode(captured) + "/release", because())
                .expectProblem(409, "hold-not-open");
        String released = bank.hold(account, "30.00");
        api.post("/v1/holds/" + Api.encode(released) + "/release", because()).expectSuccess();
        api.post("/v1/holds/" + Api.encode(released) + "/capture", because())
                .expectProblem(409, "hold-not-open");
        assertThat(bank.balance(account)).isEqualTo("70.00");
    }

    @Test
    void aHoldThatNeverWasIsNotFound() {
        api.post("/v1/holds/nothing/capture", because()).expectProblem(404, "not-found");
        api.post("/v1/holds/nothing/release", because()).expectProblem(404, "not-found");
    }

    @Test
    void aHoldExpiresByItself() {
        String account = bank.accountWith("100.00");
        try (EventStream stream =
                api.stream("/v1/accounts/" + account + "/stream?after=" + bank.head())) {
            JsonNode body =
                    amount("30.00").put("expiresAt", Instant.now().plusMillis(700).toString());
            Answer placed = api.post("/v1/accounts/" + account + "/holds", body).expect(201);
            assertThat(bank.available(account)).isEqualTo("70.00");
            assertThat(Json.text(stream.next().json(), "type")).isEqualTo("HoldPlaced");
            assertThat(Json.text(stream.next().json(), "type")).isEqualTo("HoldExpired");
            assertThat(bank.available(account)).isEqualTo("100.00");
            api.post("/v1/holds/" + Api.encode(placed.text("id")) + "/capture", because())
                    .expectProblem(409, "hold-not-open");
        }
    }

    @Test
    void aHoldDoesNotExpireInThePast() {
        String account = bank.accountWith("100.00");
        api.post(
                        "/v1/accounts/" + account + "/holds",
                        amount("1.00").put("expiresAt", "2020-01-01T00:00:00Z"))
                .expectInvalid();
    }
}
