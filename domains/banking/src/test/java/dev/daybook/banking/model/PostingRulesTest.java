package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.AccountEvent.Credited;
import dev.daybook.banking.model.AccountEvent.Debited;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.Leg;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingCommand.Withdraw;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Moving money. */
class PostingRulesTest {

    private final Bank bank = new Bank().givenAccount("a", "100.00").givenAccount("b", "0");

    private static Transfer transfer(String from, String to, String amount) {
        return new Transfer(from, to, new BigDecimal(amount), null, null, Map.of());
    }

    private static Leg leg(String account, String amount) {
        return new Leg(account, new BigDecimal(amount), null);
    }

    private static Leg leg(String account, String amount, String currency) {
        return new Leg(account, new BigDecimal(amount), currency);
    }

    private static PostTransaction post(Leg... legs) {
        return new PostTransaction("fee", List.of(legs), null, null, Map.of());
    }

    @Test
    void aTransferIsADebitACreditAndATransaction() {
        UUID id = bank.given(transfer("a", "b", "30.50"));
        LocalDate today = LocalDate.of(2026, 3, 2);
        assertThat(bank.eventsOf(id))
                .containsExactly(
                        new Debited(id, "transfer", 30_50, "EUR", 69_50, null, today, "b"),
                        new Credited(id, "transfer", 30_50, "EUR", 30_50, null, today, "a"),
                        new TransactionPosted(
                                id,
                                "transfer",
                                List.of(
                                        new Posting("a", -30_50, "EUR", 69_50, 3),
                                        new Posting("b", 30_50, "EUR", 30_50, 2)),
                                null,
                                Map.of(),
                                today,
                                null));
        assertThat(bank.account("a").balance()).isEqualTo(69_50);
        assertThat(bank.account("b").balance()).isEqualTo(30_50);
    }

    @Test
    void nothingIsDebitedBeyondWhatIsAvailable() {
        BankingRejection.InsufficientFunds refused =
                (BankingRejection.InsufficientFunds) bank.refused(transfer("a", "b", "100.01"));
        assertThat(refused.figures())
                .containsEntry("available", "100.00")
                .containsEntry("asked", "100.01");
        bank.given(transfer("a", "b", "100.00"));
        assertThat(bank.account("a").available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "1.000"})
    void anAmountIsAboveZeroAndHasTheCurrencysDecimals(String amount) {
        assertThat(bank.refused(transfer("a", "b", amount)).code()).isEqualTo("validation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000000000000.01", "1e30", "1e999999999", "99999999999999999999"})
    void anAmountHasALimit(String amount) {
        assertThat(bank.refused(transfer("a", "b", amount)).code()).isEqualTo("limit-exceeded");
    }

    @Test
    void anAmountThatIsTooFineIsRefusedWithoutComputing() {
        assertThat(bank.refused(transfer("a", "b", "1e-999999999")).code()).isEqualTo("validation");
    }

    @Test
    void aBalanceHasALimit() {
        bank.givenAccount("rich", "0");
        BigDecimal most = new BigDecimal("10000000000000");
        for (int i = 0; i < 1_000; i++) {
            bank.given(new Deposit("rich", most, "@mint", null, null, Map.of()));
        }
        assertThat(bank.account("rich").balance()).isEqualTo(Money.BALANCE_MAX);
        assertThat(bank.refused(Bank.deposit("rich", "0.01")).code()).isEqualTo("limit-exceeded");
    }

    @Test
    void accountsInTwoCurrenciesDoNotMeetInATransfer() {
        bank.givenAccount("usd", "5.00", "USD", "0");
        assertThat(bank.refused(transfer("a", "usd", "1")).code()).isEqualTo("currency-mismatch");
    }

    @Test
    void aTransferGoesToAnotherAccountThatExists() {
        assertThat(bank.refused(transfer("a", "a", "1")).code()).isEqualTo("validation");
        assertThat(bank.refused(transfer("a", "nobody", "1")).code()).isEqualTo("not-found");
        assertThat(bank.refused(transfer("@x", "@y", "1")).code()).isEqualTo("validation");
        bank.given(transfer("a", "@fees", "1"));
        assertThat(bank.own("@fees").balance("EUR")).isEqualTo(1_00);
    }

    @Test
    void moneyComesInAndGoesOutByAnAccountOfTheBooks() {
        assertThat(bank.own("@cash").balance("EUR")).isEqualTo(-100_00);
        bank.given(new Withdraw("a", BigDecimal.TEN, "@atm-7", null, null, Map.of()));
        assertThat(bank.own("@atm-7").balance("EUR")).isEqualTo(10_00);
        Deposit viaCustomer = new Deposit("b", BigDecimal.ONE, "a", null, null, Map.of());
        assertThat(bank.refused(viaCustomer).code()).isEqualTo("validation");
        assertThat(bank.refused(Bank.deposit("@cash", "1")).code()).isEqualTo("validation");
    }

    @Test
    void theLegsOfATransactionSumToZeroInEachCurrency() {
        bank.givenAccount("usd", "5.00", "USD", "0");
        assertThat(bank.refused(post(leg("a", "-1"), leg("b", "0.99"))).code())
                .isEqualTo("unbalanced");
        assertThat(bank.refused(post(leg("a", "-1"), leg("usd", "1"))).code())
                .isEqualTo("unbalanced");
        UUID id =
                bank.given(
                        post(
                                leg("a", "-10.00"),
                                leg("@fx", "10.00", "EUR"),
                                leg("@fx-usd", "-11.00", "USD"),
                                leg("usd", "11.00")));
        assertThat(bank.transaction(id).legs()).hasSize(4);
        assertThat(bank.account("usd").balance()).isEqualTo(16_00);
    }

    @Test
    void aLegOfTheBooksOwnAccountTakesTheOnlyCurrencyThereIs() {
        bank.given(post(leg("a", "-3"), leg("b", "2"), leg("@fees", "1")));
        assertThat(bank.own("@fees").balance("EUR")).isEqualTo(1_00);
        assertThat(bank.refused(post(leg("@x", "-1"), leg("@y", "1"))).code())
                .isEqualTo("validation");
        assertThat(bank.refused(post(leg("a", "-1"), leg("b", "1", "USD"))).code())
                .isEqualTo("currency-mismatch");
        assertThat(bank.refused(post(leg("a", "-1"), leg("b", "1", "euro"))).code())
                .isEqualTo("validation");
    }

    @Test
    void aTransactionHasTwoToAThousandLegsOfDifferentAccounts() {
        assertThat(bank.refused(post(leg("a", "-1"))).code()).isEqualTo("validation");
        assertThat(bank.refused(post(leg("a", "-1"), leg("a", "1"))).code())
                .isEqualTo("validation");
        assertThat(bank.refused(post(leg("a", "0"), leg("b", "0"))).code()).isEqualTo("validation");
        List<Leg> legs = new ArrayList<>(List.of(leg("a", "-9.99")));
        for (int i = 1; i < PostingRules.LEGS_MAX; i++) {
            legs.add(leg("@own" + i, "0.01"));
        }
        bank.given(post(legs.toArray(Leg[]::new)));
        legs.add(leg("@one-more", "0.01"));
        assertThat(bank.refused(post(legs.toArray(Leg[]::new))).code()).isEqualTo("validation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Fee", "1fee", "fee ", "reversal", "-", "ä"})
    void aKindIsALowerCaseWordAndNotReversal(String kind) {
        PostTransaction post =
                new PostTransaction(
                        kind, List.of(leg("a", "-1"), leg("b", "1")), null, null, Map.of());
        assertThat(bank.refused(post).code()).isEqualTo("validation");
    }

    @Test
    void textsAreShortAndPrintable() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= Metadata.ENTRIES_MAX; i++) {
            many.put("k" + i, "v");
        }
        assertThat(refusedWith(null, many)).isEqualTo("validation");
        assertThat(refusedWith(null, Map.of("k", "v".repeat(501)))).isEqualTo("validation");
        assertThat(refusedWith(null, Map.of("k".repeat(65), "v"))).isEqualTo("validation");
        assertThat(refusedWith(null, Map.of("", "v"))).isEqualTo("validation");
        assertThat(refusedWith(null, Map.of("k", "\u0000"))).isEqualTo("validation");
        assertThat(refusedWith("x".repeat(501), Map.of())).isEqualTo("validation");
        assertThat(refusedWith("line\nline", Map.of())).isEqualTo("validation");
        bank.given(
                new Transfer(
                        "a",
                        "b",
                        BigDecimal.ONE,
                        "Miete für März 🏠",
                        LocalDate.of(2026, 2, 1),
                        Map.of("ref", "")));
    }

    private String refusedWith(String description, Map<String, String> metadata) {
        return bank.refused(new Transfer("a", "b", BigDecimal.ONE, description, null, metadata))
                .code();
    }

    @Test
    void aValueDateIsADayThatABankCanMean() {
        for (LocalDate day : List.of(LocalDate.MIN, LocalDate.MAX, LocalDate.of(1899, 12, 31))) {
            Transfer transfer = new Transfer("a", "b", BigDecimal.ONE, null, day, Map.of());
            assertThat(bank.refused(transfer).code()).isEqualTo("validation");
        }
    }

    @Test
    void aReversalTakesATransactionBackOnce() {
        UUID id = bank.given(transfer("a", "b", "30"));
        UUID reversal = bank.given(new ReverseTransaction(id));
        assertThat(bank.account("a").balance()).isEqualTo(100_00);
        assertThat(bank.account("b").balance()).isZero();
        assertThat(bank.transaction(id).reversedBy()).isEqualTo(reversal);
        assertThat(bank.transaction(reversal).reverses()).isEqualTo(id);
        assertThat(bank.transaction(reversal).kind()).isEqualTo("reversal");
        assertThat(bank.refused(new ReverseTransaction(id)).code()).isEqualTo("already-reversed");
        assertThat(bank.refused(new ReverseTransaction(reversal)).code()).isEqualTo("conflict");
        assertThat(bank.refused(new ReverseTransaction(UUID.randomUUID())).code())
                .isEqualTo("not-found");
    }

    @Test
    void aReversalObeysTheRulesOfTheAccountsItDebits() {
        UUID id = bank.given(transfer("a", "b", "30"));
        bank.given(transfer("b", "a", "1"));
        assertThat(bank.refused(new ReverseTransaction(id)).code()).isEqualTo("insufficient-funds");
        bank.given(new FreezeAccount("b", true, false));
        assertThat(bank.refused(new ReverseTransaction(id)).code()).isEqualTo("account-frozen");
    }
}
