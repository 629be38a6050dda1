package dev.daybook.banking.view;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.SearchView;
import dev.daybook.engine.view.TableView;
import dev.daybook.engine.view.View;

import java.util.List;
import java.util.Set;

/** The views of a bank. */
public final class BankingViews {

    /** Every account as it stands, by its identifier; the book's own included. */
    public static final KeyedView<BankingEvent, AccountSheet> ACCOUNTS =
            new KeyedView<>(
                    "accounts",
                    1,
                    AccountSheet.class,
                    Set.of(Banking.ACCOUNTS),
                    new AccountSheets());

    /** Transactions, to be searched. */
    public static final SearchView<BankingEvent, TransactionDocument> TRANSACTIONS =
            new SearchView<>(
                    "transactions",
                    1,
                    TransactionDocument.class,
                    Set.of(Banking.TRANSACTIONS),
                    new TransactionDocuments());

    /** Customers' accounts, to be searched. */
    public static final SearchView<BankingEvent, DirectoryEntry> ACCOUNT_DIRECTORY =
            new SearchView<>(
                    "account_directory",
                    1,
                    DirectoryEntry.class,
                    Set.of(Banking.ACCOUNTS),
                    new DirectoryEntries());

    /** Every movement of every account, in order. */
    public static final TableView<BankingEvent, StatementKey, StatementLine> STATEMENTS =
            new TableView<>(
                    "statements",
                    1,
                    StatementKey.class,
                    StatementLine.class,
                    false,
                    Set.of(Banking.ACCOUNTS),
                    new StatementLines());

    /**
     * What moved on each account on each booking day. The balance at the close of a day, as known
     * at a position, is the sum over the days up to it of the rows that held at that position.
     */
    public static final TableView<BankingEvent, AccountDay, DayMovement> DAILY_BALANCES =
            new TableView<>(
                    "daily_balances",
                    1,
                    AccountDay.class,
                    DayMovement.class,
                    true,
                    Set.of(Banking.ACCOUNTS),
                    new DayMovements());

    /** How many transactions of which kind were recorded in each hour, and what changed hands. */
    public static final TableView<BankingEvent, KindHour, Volume> VOLUMES =
            new TableView<>(
                    "volumes",
                    1,
                    KindHour.class,
                    Volume.class,
                    false,
                    Set.of(Banking.TRANSACTIONS),
                    new Volumes());

    private BankingViews() {}

    /** All of them. */
    public static List<View<BankingEvent, ?, ?>> all() {
        return List.of(
                ACCOUNTS, TRANSACTIONS, ACCOUNT_DIRECTORY, STATEMENTS, DAILY_BALANCES, VOLUMES);
    }
}
