package dev.daybook.server.bank;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.postgres.BankingTables;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.BankingViews;
import dev.daybook.banking.view.DirectoryEntry;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.book.ViewBinding;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.CommitListener;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.lucene.LuceneSearchStore;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresKeyedStore;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.postgres.PostgresViews;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/**
 * A running bank: one book with all its views. Everything else in the service is a way to talk to
 * it.
 */
public final class Bank implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Bank.class);

    private final Settings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
    private final CommandIds ids = new CommandIds(InstantSource.system());
    private final PostgresBook<BankingState> storage;
    private final PostgresViews views;
    private final PostgresKeyedStore<AccountSheet> accounts;
    private final LuceneSearchStore<TransactionDocument> transactions;
    private final LuceneSearchStore<DirectoryEntry> directory;
    private final Book<BankingCommand, BankingState, BankingEvent> book;

    /**
     * Opens the bank of a data directory, making a new one if there is none, and starts it.
     *
     * @throws DataInUseException when another process has the directory
     */
    public static Bank open(Settings settings) {
        return new Bank(settings);
    }

    private Bank(Settings settings) {
        this.settings = settings;
        try {
            opening(DataLock.take(settings.data()));
            Domain<BankingCommand, BankingState, BankingEvent> domain = Banking.domain();
            PostgresServer server = embedded();
            views =
                    opening(
                            new PostgresViews(
                                    orEmbedded(settings.views(), server, "daybook_views"),
                                    settings.book()));
            storage =
                    opening(
                            new PostgresBook<>(
                                    orEmbedded(settings.write(), server, "daybook"),
                                    settings.book(),
                                    domain,
                                    new BankingTables(),
                                    views.ledger()));
            accounts = views.keyed(BankingViews.ACCOUNTS);
            transactions =
                    new LuceneSearchStore<>(
                            TransactionDocument.class, index(BankingViews.TRANSACTIONS.id()));
            directory =
                    new LuceneSearchStore<>(
                            DirectoryEntry.class, index(BankingViews.ACCOUNT_DIRECTORY.id()));
            book =
                    opening(
                            new Book<>(
                                    domain,
                                    storage,
                                    List.of(
                                            new ViewBinding<>(BankingViews.ACCOUNTS, accounts),
                                            new ViewBinding<>(
                                                    BankingViews.TRANSACTIONS, transactions),
                                            new ViewBinding<>(
                                                    BankingViews.ACCOUNT_DIRECTORY, directory),
                                            new ViewBinding<>(
                                                    BankingViews.STATEMENTS,
                                                    views.table(BankingViews.STATEMENTS)),
                                            new ViewBinding<>(
                                                    BankingViews.DAILY_BALANCES,
                                                    views.table(BankingViews.DAILY_BALANCES))),
                                    InstantSource.system(),
                                    CommitLimits.STANDARD,
                                    (events, commands) ->
                                            listeners.forEach(
                                                    each -> each.committed(events, commands))));
            book.start();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    public Settings settings() {
        return settings;
    }

    public Book<BankingCommand, BankingState, BankingEvent> book() {
        return book;
    }

    public PostgresBook<BankingState> storage() {
        return storage;
    }

    public UUID nextCommandId() {
        return ids.next();
    }

    /** Hears of every commit from now on; see {@link CommitListener}. */
    public void listen(CommitListener listener) {
        listeners.add(listener);
    }

    /** The keyed view of accounts. */
    public PostgresKeyedStore<AccountSheet> accounts() {
        return accounts;
    }

    public SearchIndex<TransactionDocument> transactions() {
        return transactions;
    }

    public SearchIndex<DirectoryEntry> directory() {
        return directory;
    }

    /** Connections to the tables of views. */
    public DataSource tables() {
        return views.dataSource();
    }

    private @Nullable PostgresServer embedded() {
        return settings.write() != null && settings.views() != null
                ? null
                : opening(PostgresServer.start(settings.data().resolve("postgres")));
    }

    private static PostgresSettings orEmbedded(
            @Nullable PostgresSettings named, @Nullable PostgresServer server, String database) {
        if (named != null) {
            return named;
        }
        return java.util.Objects.requireNonNull(server).database(database);
    }

    private Path index(String view) {
        return settings.data().resolve("search").resolve(settings.book()).resolve(view);
    }

    private <T extends AutoCloseable> T opening(T part) {
        opened.push(part);
        return part;
    }

    /** Finishes the commands that were taken in, then stops views, then the stores. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception failed) {
                log.warn("{} did not close cleanly.", part.getClass().getSimpleName(), failed);
            }
        }
    }
}
