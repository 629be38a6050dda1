package dev.daybook.bench.load;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.BankingViews;
import dev.daybook.banking.view.DirectoryEntry;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.engine.book.ViewBinding;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.lucene.LuceneSearchStore;
import dev.daybook.postgres.PostgresKeyedStore;
import dev.daybook.postgres.PostgresViews;

import java.nio.file.Path;
import java.util.List;

/** All views of a bank in the stores that the product keeps them in on one machine. */
public final class BankViews {

    private final PostgresKeyedStore<AccountSheet> accounts;
    private final LuceneSearchStore<TransactionDocument> transactions;
    private final List<ViewBinding<BankingEvent, ?, ?>> bindings;

    BankViews(PostgresViews tables, Path indices) {
        accounts = tables.keyed(BankingViews.ACCOUNTS);
        transactions =
                new LuceneSearchStore<>(
                        TransactionDocument.class, indices.resolve(BankingViews.TRANSACTIONS.id()));
        bindings =
                List.of(
                        new ViewBinding<>(BankingViews.ACCOUNTS, accounts),
                        new ViewBinding<>(BankingViews.TRANSACTIONS, transactions),
                        new ViewBinding<>(
                                BankingViews.ACCOUNT_DIRECTORY,
                                new LuceneSearchStore<>(
                                        DirectoryEntry.class,
                                        indices.resolve(BankingViews.ACCOUNT_DIRECTORY.id()))),
                        new ViewBinding<>(
                                BankingViews.STATEMENTS, tables.table(BankingViews.STATEMENTS)),
                        new ViewBinding<>(
                                BankingViews.DAILY_BALANCES,
                                tables.table(BankingViews.DAILY_BALANCES)),
                        new ViewBinding<>(
                                BankingViews.VOLUMES, tables.table(BankingViews.VOLUMES)));
    }

    List<ViewBinding<BankingEvent, ?, ?>> bindings() {
        return bindings;
    }

    /** The keyed view of accounts. */
    public PostgresKeyedStore<AccountSheet> accounts() {
        return accounts;
    }

    /** The search view of transactions. */
    public SearchIndex<TransactionDocument> transactions() {
        return transactions;
    }
}
