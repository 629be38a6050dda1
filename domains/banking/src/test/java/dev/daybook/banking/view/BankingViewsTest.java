package dev.daybook.banking.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.Bank;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.Leg;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.engine.event.RecordCodec;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the views say of what happened. */
class BankingViewsTest {

    private static final LocalDate SUNDAY = LocalDate.of(2026, 3, 1);
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    private final Bank bank = new Bank().givenAccount("a", "100.00").givenAccount("b", "0");

    private UUID transfer(String amount, LocalDate day) {
        return bank.given(
                new Transfer("a", "b", new BigDecimal(amount), "Rent", day, Map.of("ref", "März")));
    }

    @Test
    void anAccountSheetIsTheAccountAsItStands() {
        transfer("30", null);
        Map<String, AccountSheet> sheets = FoldedView.of(BankingViews.ACCOUNTS, bank);
        assertThat(sheets).containsOnlyKeys("a", "b", "@cash");
        assertThat(sheets.get("a").state()).isEqualTo(bank.account("a"));
        assertThat(sheets.get("a").version()).isEqualTo(3);
        assertThat(sheets.get("@cash").state()).isEqualTo(bank.own("@cash"));
        RecordCodec<AccountSheet> codec = RecordCodec.of(AccountSheet.class);
        sheets.values()
                .forEach(sheet -> assertThat(codec.decode(codec.encode(sheet))).isEqualTo(sheet));
    }

    @Test
    void aReversedTransactionIsMarked() {
        UUID id = transfer("30", SUNDAY);
        UUID reversal = bank.given(new ReverseTransaction(id));
        Map<String, TransactionDocument> found = FoldedView.of(BankingViews.TRANSACTIONS, bank);
        TransactionDocument document = found.get(id.toString());
        assertThat(document.status()).isEqualTo("reversed");
        assertThat(document.reversedBy()).isEqualTo(reversal);
        assertThat(document.valueDate()).isEqualTo(SUNDAY);
        assertThat(document.account()).containsExactly("a", "b");
        assertThat(document.currency()).containsExactly("EUR");
        assertThat(document.metadata()).containsEntry("ref", "März");
        assertThat(found.get(reversal.toString()).status()).isEqualTo("posted");
        RecordCodec<TransactionDocument> codec = RecordCodec.of(TransactionDocument.class);
        assertThat(codec.decode(codec.encode(document))).isEqualTo(document);
    }

    @Test
    void theAmountOfATransactionIsWhatMovedWhateverTheCurrency() {
        bank.givenAccount("yen", "500", "JPY", "0");
        UUID rent = transfer("30.50", null);
        UUID yen =
                bank.given(
                        new PostTransaction(
                                "fee",
                                List.of(
                                        new Leg("yen", new BigDecimal("-30"), null),
                                        new Leg("@fees", new BigDecimal("20"), null),
                                        new Leg("@tax", new BigDecimal("10"), null)),
                                null,
                                null,
                                Map.of()));
        Map<String, TransactionDocument> found = FoldedView.of(BankingViews.TRANSACTIONS, bank);
        assertThat(found.get(rent.toString()).amount())
                .isEqualTo(TransactionDocument.searchAmount(new BigDecimal("30.50")));
        assertThat(found.get(yen.toString()).amount())
                .isEqualTo(TransactionDocument.searchAmount(new BigDecimal("30")));
        assertThat(TransactionDocument.searchAmount(new BigDecimal("1e30")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(TransactionDocument.searchAmount(new BigDecimal("-1e999999999")))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(TransactionDocument.searchAmount(new BigDecimal("1e-999999999"))).isZero();
    }

    @Test
    void theDirectoryFollowsTheLifeOfAnAccount() {
        bank.given(new CloseAccount("b"));
        Map<String, DirectoryEntry> found = FoldedView.of(BankingViews.ACCOUNT_DIRECTORY, bank);
        assertThat(found).containsOnlyKeys("a", "b");
        assertThat(found.get("a").ownerName()).isEqualTo("Ada a");
        assertThat(found.get("b").status()).isEqualTo(Account.Status.CLOSED);
    }

    @Test
    void aStatementHasALineForEachMovement() {
        transfer("30", SUNDAY);
        Map<StatementKey, StatementLine> lines = FoldedView.of(BankingViews.STATEMENTS, bank);
        assertThat(lines).hasSize(4);
        assertThat(lines.entrySet())
                .filteredOn(entry -> entry.getKey().account().equals("a"))
                .extracting(entry -> entry.getValue().amount())
                .containsExactlyInAnyOrder(100_00L, -30_00L);
    }

    @Test
    void aDayAddsUpWhatMovedOnIt() {
        transfer("30", SUNDAY);
        transfer("5", null);
        Map<AccountDay, DayMovement> days = FoldedView.of(BankingViews.DAILY_BALANCES, bank);
        assertThat(days.get(new AccountDay("a", "EUR", SUNDAY)))
                .isEqualTo(new DayMovement(-30_00, 1));
        assertThat(days.get(new AccountDay("a", "EUR", MONDAY)))
                .isEqualTo(new DayMovement(95_00, 2));
    }

    @Test
    void anHourCountsTransactionsByKindAndWhatChangedHands() {
        transfer("30", SUNDAY);
        transfer("5", null);
        Map<String, Volume> byKind = new HashMap<>();
        FoldedView.of(BankingViews.VOLUMES, bank)
                .forEach((key, volume) -> {
                    assertThat(key.currency()).isEqualTo("EUR");
                    assertThat(key.hour()).isEqualTo(key.hour().truncatedTo(ChronoUnit.HOURS));
                    byKind.merge(
                            key.kind(),
                            volume,
                            (one, other) ->
                                    new Volume(
                                            one.transactions() + other.transactions(),
                                            one.amount() + other.amount()));
                });
        assertThat(byKind)
                .containsEntry("transfer", new Volume(2, 35_00))
                .containsEntry("deposit", new Volume(1, 100_00));
    }
}
