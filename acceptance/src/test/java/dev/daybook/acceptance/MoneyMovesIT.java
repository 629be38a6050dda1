package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;
import static dev.daybook.testkit.Bank.transferring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Deposits, withdrawals, transfers and transactions of many legs. */
@OnEveryBackend
class MoneyMovesIT {

    private final Bank bank;
    private final Api api;

    MoneyMovesIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void aDepositCreditsTheAccountAndDebitsTheBooksCash() {
        String account = bank.account();
        JsonNode body =
                amount("12.34")
                        .put("description", "Pocket money")
                        .put("valueDate", "2026-01-15")
                        .set("metadata", Json.object("from", "grandmother"));
        Answer posted = api.post("/v1/accounts/" + account + "/deposits", body).expect(201);
        JsonNode transaction = posted.json();
        assertThat(Json.text(transaction, "status")).isEqualTo("posted");
        assertThat(Json.text(transaction, "kind")).isEqualTo("deposit");
        assertThat(Json.text(transaction, "description")).isEqualTo("Pocket money");
        assertThat(Json.text(transaction, "valueDate")).isEqualTo("2026-01-15");
        assertThat(Json.text(transaction, "metadata.from")).isEqualTo("grandmother");
        assertThat(Json.text(transaction, "command")).isEqualTo(posted.command().toString());
        assertThat(transaction.path("position").asLong())
                .isPositive()
                .isLessThanOrEqualTo(posted.position());
        assertThat(Json.text(transaction, "recordedAt")).endsWith("Z");
        assertThat(leg(transaction, account).path("amount").asString()).isEqualTo("12.34");
        assertThat(leg(transaction, account).path("balanceAfter").asString()).isEqualTo("12.34");
        assertThat(leg(transaction, account).path("accountVersion").asLong()).isEqualTo(2);
        assertThat(leg(transaction, "@cash").path("amount").asString()).isEqualTo("-12.34");
        assertThat(bank.balance(account)).isEqualTo("12.34");
    }

    @Test
    void aPostedTransactionIsReadBackAsItWasAnswered() {
        Answer posted = bank.deposit(bank.account(), "3.00");
        assertThat(api.get("/v1/transactions/" + posted.text("id")).expect(200).json())
                .isEqualTo(posted.json());
    }

    @Test
    void theOtherLegIsTheBooksAccountThatViaNames() {
        String account = bank.account();
        JsonNode transaction =
                api.post(
                                "/v1/accounts/" + account + "/deposits",
                                amount("1.00").put("via", "@interest"))
                        .expect(201)
                        .json();
        assertThat(leg(transaction, "@interest").path("amount").asString()).isEqualTo("-1.00");
    }

    @Test
    void viaNamesOneOfTheBooksOwnAccounts() {
        String other = bank.accountWith("100.00");
        String account = bank.account();
        api.post("/v1/accounts/" + account + "/deposits", amount("1.00").put("via", other))
                .expectInvalid();
        assertThat(bank.balance(other)).isEqualTo("100.00");
    }

    @Test
    void aWithdrawalTakesWhatIsThereAndNoMore() {
        String account = bank.accountWith("50.00");
        Answer refused =
                api.post("/v1/accounts/" + account + "/withdrawals", amount("50.01"))
                        .expectProblem(422, "insufficient-funds");
        assertThat(refused.text("available")).isEqualTo("50.00");
        assertThat(refused.text("asked")).isEqualTo("50.01");
        assertThat(refused.command()).isNotNull();
        assertThat(bank.balance(account)).isEqualTo("50.00");
        bank.withdraw(account, "50.00");
        assertThat(bank.balance(account)).isEqualTo("0.00");
    }

    @Test
    void anOverdraftReachesToItsLimit() {
        String account = bank.account("EUR", "20.00");
        bank.withdraw(account, "20.00");
        assertThat(bank.balance(account)).isEqualTo("-20.00");
        assertThat(bank.available(account)).isEqualTo("0.00");
        api.post("/v1/accounts/" + account + "/withdrawals", amount("0.01"))
                .expectProblem(422, "insufficient-funds");
    }

    @Test
    void aTransferMovesMoneyFromOneToAnother() {
        String from = bank.accountWith("30.00");
        String to = bank.account();
        JsonNode transaction = bank.transfer(from, to, "12.50").json();
        assertThat(Json.text(transaction, "kind")).isEqualTo("transfer");
        assertThat(leg(transaction, from).path("balanceAfter").asString()).isEqualTo("17.50");
        assertThat(leg(transaction, to).path("balanceAfter").asString()).isEqualTo("12.50");
        assertThat(bank.balance(from)).isEqualTo("17.50");
        assertThat(bank.balance(to)).isEqualTo("12.50");
    }

    @Test
    void aRefusedTransferChangesNeitherSide() {
        String from = bank.accountWith("1.00");
        String to = bank.account();
        JsonNode fromBefore = bank.show(from);
        JsonNode toBefore = bank.show(to);
        api.post("/v1/transfers", transferring(from, to, "1.01"))
                .expectProblem(422, "insufficient-funds");
        assertThat(bank.show(from)).isEqualTo(fromBefore);
        assertThat(bank.show(to)).isEqualTo(toBefore);
    }

    @Test
    void aTransferNeedsTwoAccountsThatExistInOneCurrency() {
        String from = bank.accountWith("10.00");
        String yen = bank.account("JPY", null);
        api.post("/v1/transfers", transferring(from, from, "1.00")).expectInvalid();
        api.post("/v1/transfers", transferring(from, Bank.unique("no"), "1.00"))
                .expectProblem(422, "not-found");
        api.post("/v1/transfers", transferring(from, yen, "1.00"))
                .expectProblem(422, "currency-mismatch");
        api.post("/v1/accounts/" + Bank.unique("no") + "/deposits", amount("1.00"))
                .expectProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.00", "-1.00", "1.001", "1e2", "NaN", "", " 1.00", "1,00", "0x10", "1.", "+1.00",
                "1_0", "١"
            })
    void anAmountIsAPositiveDecimalOfTheCurrency(String amount) {
        String account = bank.account();
        api.post("/v1/accounts/" + account + "/deposits", amount(amount)).expectInvalid();
        assertThat(bank.show(account).path("version").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"JPY,100,0.5", "EUR,0.01,0.001", "BHD,0.001,0.0001", "CZK,7.50,0.123"})
    void eachCurrencyHasItsOwnDecimals(String currency, String fits, String tooFine) {
        String account = bank.account(currency, null);
        bank.deposit(account, fits);
        assertThat(bank.balance(account)).isEqualTo(fits);
        api.post("/v1/accounts/" + account + "/deposits", amount(tooFine)).expectInvalid();
    }

    @Test
    void anAmountBeyondAnyBankIsRefused() {
        String account = bank.account();
        Answer refused =
                api.post("/v1/accounts/" + account + "/deposits", amount("9".repeat(30) + ".00"));
        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.slug()).isIn("validation", "limit-exceeded");
        assertThat(bank.balance(account)).isEqualTo("0.00");
    }

    @Test
    void aTransactionOfManyLegsIsPostedWhole() {
        String payer = bank.accountWith("1000.00");
        String first = bank.account();
        String second = bank.account();
        ObjectNode body =
                transaction(
                        "payroll",
                        leg(payer, "-700.00"),
                        leg(first, "300.00"),
                        leg(second, "400.00"));
        JsonNode posted = api.post("/v1/transactions", body).expect(201).json();
        assertThat(Json.text(posted, "kind")).isEqualTo("payroll");
        assertThat(posted.path("legs")).hasSize(3);
        assertThat(bank.balance(payer)).isEqualTo("300.00");
        assertThat(bank.balance(second)).isEqualTo("400.00");
    }

    @Test
    void aTransactionBalancesInEachCurrencyByItself() {
        String euros = bank.accountWith("100.00");
        String yen = bank.account("JPY", null);
        ObjectNode exchange =
                transaction(
                        "exchange",
                        leg(euros, "-10.00"),
                        leg("@fx-eur", "10.00").put("currency", "EUR"),
                        leg(yen, "1600"),
                        leg("@fx-jpy", "-1600").put("currency", "JPY"));
        api.post("/v1/transactions", exchange).expect(201);
        assertThat(bank.balance(yen)).isEqualTo("1600");
        ObjectNode across = transaction("exchange", leg(euros, "-10.00"), leg(yen, "10"));
        api.post("/v1/transactions", across).expectProblem(422, "unbalanced");
    }

    @Test
    void aTransactionThatDoesNotBalanceIsRefused() {
        String account = bank.accountWith("10.00");
        ObjectNode body = transaction("payroll", leg(account, "-1.00"), leg("@cash", "1.01"));
        api.post("/v1/transactions", body).expectProblem(422, "unbalanced");
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void aTransactionHasAtLeastTwoLegsAndAKind() {
        String account = bank.accountWith("10.00");
        api.post("/v1/transactions", transaction("payroll", leg(account, "-1.00"))).expectInvalid();
        api.post("/v1/transactions", transaction("payroll")).expectInvalid();
        api.post(
                        "/v1/transactions",
                        transaction("Not a kind", leg(account, "-1.00"), leg("@cash", "1.00")))
                .expectInvalid();
        api.post(
                        "/v1/transactions",
                        transaction("payroll", leg(account, "0.00"), leg("@cash", "0.00")))
                .expectInvalid();
    }

    @Test
    void hundredsOfLegsArePostedAndThousandsAreRefused() {
        String payer = bank.accountWith("1000.00");
        List<ObjectNode> legs = new ArrayList<>();
        IntStream.range(0, 500)
                .forEach(i -> legs.add(leg("@share-" + i, "1.00").put("currency", "EUR")));
        legs.add(leg(payer, "-500.00"));
        api.post("/v1/transactions", transaction("dividend", legs.toArray(ObjectNode[]::new)))
                .expect(201);
        assertThat(bank.balance(payer)).isEqualTo("500.00");
        IntStream.range(0, 4_500)
                .forEach(i -> legs.add(leg("@more-" + i, "1.00").put("currency", "EUR")));
        Answer refused =
                api.post(
                        "/v1/transactions",
                        transaction("dividend", legs.toArray(ObjectNode[]::new)));
        assertThat(refused.status()).isIn(400, 413, 422);
        assertThat(refused.slug()).isIn("validation", "limit-exceeded", "payload-too-large");
        assertThat(bank.balance(payer)).isEqualTo("500.00");
    }

    @Test
    void aStatementIsNewestFirstPageByPageAndBetweenDays() {
        String account = bank.account();
        List<String> posted = new ArrayList<>();
        long position = 0;
        for (int day = 1; day <= 5; day++) {
            JsonNode body = amount(day + ".00").put("valueDate", "2026-03-0" + day);
            Answer answer = api.post("/v1/accounts/" + account + "/deposits", body).expect(201);
            posted.addFirst(answer.text("id"));
            position = answer.position();
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    bank.getAtLeast(
                            position, "/v1/accounts/" + account + "/transactions?limit=2" + cursor);
            page.path("items").forEach(item -> found.add(transactionOf(item)));
            cursor =
                    page.path("next").isString()
                            ? "&cursor=" + Api.encode(Json.text(page, "next"))
                            : "";
        } while (!cursor.isEmpty());
        assertThat(found).containsExactlyElementsOf(posted);
        JsonNode middle =
                bank.getAtLeast(
                        position,
                        "/v1/accounts/" + account + "/transactions?from=2026-03-02&to=2026-03-04");
        assertThat(middle.path("items").valueStream().map(MoneyMovesIT::transactionOf))
                .containsExactlyElementsOf(posted.subList(1, 4));
    }

    @Test
    void aLegTellsTheBalanceThatItLeft() {
        String account = bank.account();
        JsonNode deposited = bank.deposit(account, "5.00").json();
        assertThat(leg(deposited, account).path("balanceAfter").asString()).isEqualTo("5.00");
        assertThat(leg(deposited, account).path("accountVersion").asLong()).isEqualTo(2);
        JsonNode withdrawn = bank.withdraw(account, "1.25").json();
        assertThat(leg(withdrawn, account).path("balanceAfter").asString()).isEqualTo("3.75");
        assertThat(leg(withdrawn, account).path("accountVersion").asLong()).isEqualTo(3);
    }

    @Test
    void manyTransfersAtOnceLoseAndMakeNothing() throws Exception {
        String from = bank.accountWith("100.00");
        String to = bank.account();
        int accepted =
                Together.count(
                        40,
                        i ->
                                api.post("/v1/transfers", transferring(from, to, "5.00")).status()
                                        == 201);
        assertThat(accepted).isEqualTo(20);
        assertThat(bank.balance(from)).isEqualTo("0.00");
        assertThat(bank.balance(to)).isEqualTo("100.00");
    }

    private static String transactionOf(JsonNode item) {
        return Json.text(item, item.has("transaction") ? "transaction" : "id");
    }

    private static JsonNode leg(JsonNode transaction, String account) {
        return transaction
                .path("legs")
                .valueStream()
                .filter(leg -> leg.path("account").asString().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode leg(String account, String amount) {
        return Json.object("account", account, "amount", amount);
    }

    private static ObjectNode transaction(String kind, ObjectNode... legs) {
        ObjectNode body = because().put("kind", kind);
        body.set("legs", Json.array(List.of(legs)));
        return body;
    }
}
