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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was known when, and what was true on which day. */
@OnEveryBackend
class TimeTravelIT {

    private final Bank bank;
    private final Api api;

    TimeTravelIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void anAccountIsShownAsItWasAtEachPosition() {
        String account = bank.account();
        Map<Long, JsonNode> states = new LinkedHashMap<>();
        for (int i = 1; i <= 5; i++) {
            Answer deposit = bank.deposit(account, i + ".00");
            states.put(deposit.position(), bank.show(account));
        }
        String user = "/v1/accounts/" + account + "/authorized-users/ann";
        Answer authorized = api.put(user, because().put("role", "holder")).expectSuccess();
        states.put(authorized.position(), bank.show(account));
        states.forEach((position, state) ->
                assertThat(
                                api.get("/v1/accounts/" + account + "?asOfPosition=" + position)
                                        .expect(200)
                                        .json())
                        .isEqualTo(state));
    }

    @Test
    void anAccountIsShownAsItWasAtAnInstant() {
        String account = bank.account();
        List<String> instants = new ArrayList<>();
        List<JsonNode> states = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            instants.add(bank.deposit(account, "1.00").text("recordedAt"));
            states.add(bank.show(account));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(
                            api.get("/v1/accounts/" + account + "?asOf=" + instants.get(i))
                                    .expect(200)
                                    .json())
                    .isEqualTo(states.get(i));
        }
    }

    @Test
    void beforeItWasOpenedThereWasNoAccount() {
        long before = bank.head();
        String account = bank.account();
        api.get("/v1/accounts/" + account + "?asOfPosition=" + before)
                .expectProblem(404, "not-found");
        api.get("/v1/accounts/" + account + "?asOf=2001-01-01T00:00:00Z")
                .expectProblem(404, "not-found");
    }

    @Test
    void theFutureIsNotKnown() {
        String account = bank.account();
        api.get("/v1/accounts/" + account + "?asOf=2999-01-01T00:00:00Z").expectInvalid();
        api.get("/v1/accounts/" + account + "?asOfPosition=99999999999").expectInvalid();
    }

    @Test
    void theBalanceOfADayIsTheOneAtItsClose() {
        String account = bank.account();
        post(account, "deposits", "100.00", "2025-07-10");
        post(account, "withdrawals", "30.00", "2025-07-15");
        post(account, "deposits", "5.00", "2025-07-15");
        long last = post(account, "withdrawals", "1.00", "2025-07-16").position();
        assertThat(balance(account, "2025-07-09", last)).isEqualTo("0.00");
        assertThat(balance(account, "2025-07-10", last)).isEqualTo("100.00");
        assertThat(balance(account, "2025-07-14", last)).isEqualTo("100.00");
        assertThat(balance(account, "2025-07-15", last)).isEqualTo("75.00");
        assertThat(balance(account, "2025-07-16", last)).isEqualTo("74.00");
        assertThat(balance(account, "2025-12-31", last)).isEqualTo("74.00");
    }

    @Test
    void whatWasBelievedOfADayBeforeALatePostingCanStillBeAsked() {
        String account = bank.account();
        Answer first = post(account, "deposits", "100.00", "2025-07-10");
        Answer late = post(account, "withdrawals", "40.00", "2025-07-12");
        Answer later = post(account, "deposits", "7.00", "2025-07-11");
        long last = later.position();
        assertThat(believed(account, "2025-07-15", first, last)).isEqualTo("100.00");
        assertThat(believed(account, "2025-07-15", late, last)).isEqualTo("60.00");
        assertThat(believed(account, "2025-07-15", later, last)).isEqualTo("67.00");
        assertThat(believed(account, "2025-07-11", first, last)).isEqualTo("100.00");
        assertThat(believed(account, "2025-07-11", late, last)).isEqualTo("100.00");
        assertThat(believed(account, "2025-07-11", later, last)).isEqualTo("107.00");
        assertThat(believed(account, "2025-07-09", later, last)).isEqualTo("0.00");
    }

    @Test
    void theAnswerSaysWhichDayAndWhichKnowledge() {
        String account = bank.account();
        Answer posted = post(account, "deposits", "1.00", "2025-07-10");
        JsonNode answer =
                bank.getAtLeast(
                        posted.position(),
                        "/v1/accounts/"
                                + account
                                + "/balance?on=2025-07-10&asOf="
                                + posted.text("recordedAt"));
        assertThat(Json.text(answer, "on")).isEqualTo("2025-07-10");
        assertThat(Json.text(answer, "asOf")).isEqualTo(posted.text("recordedAt"));
        assertThat(Json.text(answer, "balance")).isEqualTo("1.00");
    }

    @Test
    void aReversalChangesItsOwnDayAndNotTheOriginals() {
        String account = bank.account();
        Answer posted = post(account, "deposits", "10.00", "2025-07-10");
        long last =
                api.post("/v1/transactions/" + posted.text("id") + "/reversal", because())
                        .expect(201)
                        .position();
        assertThat(balance(account, "2025-07-10", last)).isEqualTo("10.00");
        assertThat(bank.balance(account)).isEqualTo("0.00");
    }

    @Test
    void daysAndInstantsAreWrittenAsTheStandardsSay() {
        String account = "/v1/accounts/" + bank.account();
        api.get(account + "/balance").expectInvalid();
        for (String day :
                List.of(
                        "2025-02-30",
                        "20250710",
                        "yesterday",
                        "2025-7-1",
                        "",
                        "2025-07-10T00:00:00Z")) {
            api.get(account + "/balance?on=" + day).expectInvalid();
        }
        for (String instant : List.of("now", "2025-07-10", "1752105600", "2025-07-10T25:00:00Z")) {
            api.get(account + "?asOf=" + instant).expectInvalid();
            api.get(account + "/balance?on=2025-07-10&asOf=" + instant).expectInvalid();
        }
        for (String position : List.of("-1", "one", "1.5", "99999999999999999999")) {
            api.get(account + "?asOfPosition=" + position).expectInvalid();
        }
    }

    @Test
    void theBalanceOfAnAccountThatDoesNotExistIsNotFound() {
        api.get("/v1/accounts/" + Bank.unique("no") + "/balance?on=2025-07-10")
                .expectProblem(404, "not-found");
    }

    private Answer post(String account, String what, String amount, String day) {
        return api.post(
                        "/v1/accounts/" + account + "/" + what,
                        amount(amount).put("valueDate", day))
                .expect(201);
    }

    private String balance(String account, String day, long position) {
        return Json.text(
                bank.getAtLeast(position, "/v1/accounts/" + account + "/balance?on=" + day),
                "balance");
    }

    private String believed(String account, String day, Answer after, long position) {
        String path =
                "/v1/accounts/"
                        + account
                        + "/balance?on="
                        + day
                        + "&asOf="
                        + after.text("recordedAt");
        return Json.text(bank.getAtLeast(position, path), "balance");
    }
}
