package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;
import dev.daybook.testkit.RandomHistory;
import dev.daybook.testkit.RandomHistory.Request;
import dev.daybook.testkit.ReferenceLedger;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whatever is done in whatever order, the bank does what the simplest ledger would. */
@OnEveryBackend
class RandomHistoryIT {

    private static final int REQUESTS = 600;
    private static final int ACCOUNTS = 5;

    private final Bank bank;
    private final Api api;
    private final List<String> holds = new ArrayList<>();
    private final List<String> credits = new ArrayList<>();
    private final List<String> transactions = new ArrayList<>();

    RandomHistoryIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aRandomHistoryEndsAsInTheReferenceLedger() {
        long seed = Long.getLong("daybook.seed", System.nanoTime());
        System.out.println("RandomHistoryIT: repeat with -Ddaybook.seed=" + seed);
        Map<String, String> currencies = new LinkedHashMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            currencies.put(bank.account(), "EUR");
        }
        List<String> accounts = List.copyOf(currencies.keySet());
        ReferenceLedger ledger = new ReferenceLedger(currencies);
        int done = 0;
        for (Request request : new RandomHistory(seed, accounts).next(REQUESTS)) {
            if (isAboutNothingYet(request, ledger)) {
                continue;
            }
            Set<String> refusals = ledger.refusals(request);
            Answer answer = send(request);
            if (refusals.isEmpty()) {
                answer.expectSuccess();
                done++;
                remember(request, answer);
            } else {
                assertThat(refusals)
                        .as(seed + " " + request + " " + answer)
                        .contains(answer.slug());
            }
        }
        assertThat(done).isGreaterThan(REQUESTS / 5);
        for (String account : accounts) {
            JsonNode shown = bank.show(account);
            ReferenceLedger.Account expected = ledger.account(account);
            assertThat(Json.text(shown, "balance"))
                    .as(seed + " " + account)
                    .isEqualTo(text(expected.balance()));
            assertThat(Json.text(shown, "available")).isEqualTo(text(expected.available()));
            assertThat(Json.text(shown, "pending")).isEqualTo(text(expected.pending()));
            assertThat(Json.text(shown, "overdraftLimit")).isEqualTo(text(expected.limit()));
            assertThat(Json.text(shown, "status").equals("closed")).isEqualTo(expected.isClosed());
            assertThat(bank.getAtLeast(bank.head(), "/v1/accounts/" + account)).isEqualTo(shown);
        }
    }

    private static boolean isAboutNothingYet(Request request, ReferenceLedger ledger) {
        return switch (request) {
            case Request.Capture _, Request.Release _ -> ledger.holds() == 0;
            case Request.ClearCredit _, Request.ReturnCredit _ -> ledger.credits() == 0;
            case Request.Reverse _ -> ledger.transactions() == 0;
            default -> false;
        };
    }

    private void remember(Request request, Answer answer) {
        switch (request) {
            case Request.Hold _ -> holds.add(answer.text("id"));
            case Request.AddCredit _ -> credits.add(answer.text("id"));
            case Request.Deposit _,
                    Request.Withdraw _,
                    Request.Transfer _,
                    Request.Split _,
                    Request.Capture _,
                    Request.ClearCredit _,
                    Request.Reverse _ ->
                    transactions.add(answer.text("id"));
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
            case Request.Split(var from, var to, var other, long each) ->
                    api.post("/v1/transactions", splitting(from, to, other, each));
            case Request.Capture(int number, long amount) ->
                    api.post("/v1/holds/" + nth(holds, number) + "/capture", cents(amount));
            case Request.Release(int number) ->
                    api.post("/v1/holds/" + nth(holds, number) + "/release", Bank.because());
            case Request.AddCredit(var account, long amount) ->
                    post(account, "pending-credits", amount);
            case Request.ClearCredit(int number) -> settle(number, "clear");
            case Request.ReturnCredit(int number) -> settle(number, "return");
            case Request.Reverse(int number) ->
                    api.post(
                            "/v1/transactions/" + nth(transactions, number) + "/reversal",
                            Bank.because());
            case Request.Close(var account) ->
                    api.post("/v1/accounts/" + account + "/close", Bank.because());
            case Request.Reopen(var account) ->
                    api.post("/v1/accounts/" + account + "/reopen", Bank.because());
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
        return api.post("/v1/accounts/" + account + "/" + what, cents(amount));
    }

    private Answer settle(int credit, String how) {
        return api.post("/v1/pending-credits/" + nth(credits, credit) + "/" + how, Bank.because());
    }

    private static ObjectNode splitting(String from, String to, String other, long each) {
        ObjectNode body = Bank.because().put("kind", "split");
        ArrayNode legs = body.putArray("legs");
        legs.addObject().put("account", from).put("amount", text(-2 * each));
        legs.addObject().put("account", to).put("amount", text(each));
        legs.addObject().put("account", other).put("amount", text(each));
        return body;
    }

    /** The identifier of what a number means, as a part of an address. */
    private static String nth(List<String> all, int number) {
        return Api.encode(all.get(number % all.size()));
    }

    private static ObjectNode cents(long amount) {
        return Bank.amount(text(amount));
    }

    private static ObjectNode sides(boolean debits, boolean credits) {
        return Bank.because().put("debits", debits).put("credits", credits);
    }

    private static String text(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
