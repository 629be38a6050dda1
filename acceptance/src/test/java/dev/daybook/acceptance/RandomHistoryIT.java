package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;
import dev.daybook.testkit.RandomHistory;
import dev.daybook.testkit.RandomHistory.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whatever is done in whatever order, the bank does what the simplest ledger would. */
@ExtendWith(OnDaybook.class)
class RandomHistoryIT {

    private static final int REQUESTS = 600;
    private static final int ACCOUNTS = 5;

    private final Bank bank;
    private final Api api;
    private final List<String> holds = new ArrayList<>();
    private final List<String> transactions = new ArrayList<>();

    RandomHistoryIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aRandomHistoryEndsAsInTheReferenceLedger() {
        long seed = Long.getLong("daybook.seed", System.nanoTime());
        System.out.println("RandomHistoryIT: repeat with -Ddaybook.seed=" + seed);
        List<String> accounts = IntStream.range(0, ACCOUNTS).mapToObj(i -> bank.account()).toList();
        ReferenceLedger ledger = new ReferenceLedger(accounts);
        int done = 0;
        for (Request request : new RandomHistory(seed, accounts).next(REQUESTS)) {
            if (isAboutNothingYet(request, ledger)) {
                continue;
            }
            String expected = ledger.refusal(request);
            Answer answer = send(request);
            if (expected == null) {
                answer.expectSuccess();
                done++;
                remember(request, answer);
            } else {
                assertThat(expected.split("\\|"))
                        .as(seed + " " + request + " " + answer)
                        .contains(answer.slug());
            }
        }
        assertThat(done).isGreaterThan(REQUESTS / 4);
        for (String account : accounts) {
            JsonNode shown = bank.show(account);
            assertThat(Json.text(shown, "balance"))
                    .as(seed + " " + account)
                    .isEqualTo(text(ledger.account(account).balance));
            assertThat(Json.text(shown, "available"))
                    .isEqualTo(text(ledger.account(account).available()));
            assertThat(Json.text(shown, "overdraftLimit"))
                    .isEqualTo(text(ledger.account(account).limit));
            assertThat(bank.getAtLeast(bank.head(), "/v1/accounts/" + account)).isEqualTo(shown);
        }
    }

    private static boolean isAboutNothingYet(Request request, ReferenceLedger ledger) {
        return switch (request) {
            case Request.Capture(int hold, long amount) -> hold >= ledger.holds();
            case Request.Release(int hold) -> hold >= ledger.holds();
            case Request.Reverse(int transaction) -> transaction >= ledger.transactions();
            default -> false;
        };
    }

    private void remember(Request request, Answer answer) {
        switch (request) {
            case Request.Hold hold -> holds.add(answer.text("id"));
            case Request.Deposit any -> transactions.add(answer.text("id"));
            case Request.Withdraw any -> transactions.add(answer.text("id"));
            case Request.Transfer any -> transactions.add(answer.text("id"));
            case Request.Capture any -> transactions.add(answer.text("id"));
            case Request.Reverse any -> transactions.add(answer.text("id"));
            default -> {}
        }
    }

    private Answer send(Request request) {
        return switch (request) {
            case Request.Deposit(String account, long amount) -> post(account, "deposits", amount);
            case Request.Withdraw(String account, long amount) ->
                    post(account, "withdrawals", amount);
            case Request.Transfer(String from, String to, long amount) ->
                    api.post("/v1/transfers", Bank.transferring(from, to, text(amount)));
            case Request.Hold(String account, long amount) -> post(account, "holds", amount);
            case Request.Capture(int hold, long amount) ->
                    api.post(
                            "/v1/holds/" + Api.encode(holds.get(hold)) + "/capture",
                            Bank.amount(text(amount)));
            case Request.Release(int hold) ->
                    api.post(
                            "/v1/holds/" + Api.encode(holds.get(hold)) + "/release",
                            Bank.because());
            case Request.Reverse(int transaction) ->
                    api.post(
                            "/v1/transactions/" + transactions.get(transaction) + "/reversal",
                            Bank.because());
            case Request.Freeze(String account, boolean debits, boolean credits) ->
                    api.post("/v1/accounts/" + account + "/freeze", sides(debits, credits));
            case Request.Unfreeze(String account, boolean debits, boolean credits) ->
                    api.post("/v1/accounts/" + account + "/unfreeze", sides(debits, credits));
            case Request.ChangeLimit(String account, long limit) ->
                    api.put(
                            "/v1/accounts/" + account + "/overdraft-limit",
                            Bank.because().put("limit", text(limit)));
        };
    }

    private Answer post(String account, String what, long amount) {
        return api.post("/v1/accounts/" + account + "/" + what, Bank.amount(text(amount)));
    }

    private static ObjectNode sides(boolean debits, boolean credits) {
        return Bank.because().put("debits", debits).put("credits", credits);
    }

    private static String text(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
