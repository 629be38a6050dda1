package dev.daybook.server.bank;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.postgres.BankingTables;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.DirectoryEntry;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.CommitListener;
import dev.daybook.engine.relay.JournalSource;
import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.Source;
import dev.daybook.engine.view.KeyedValues;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.webhook.WebhookStore;
import dev.daybook.kafka.KafkaPublisher;
import dev.daybook.postgres.PostgresAccessLog;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresLease;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.postgres.PostgresViews;
import dev.daybook.postgres.PostgresWebhooks;
import dev.daybook.postgres.WalSource;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/**
 * A running bank: one book with all its views. Everything else in the service is a way to talk to
 * it.
 */
public final class Bank implements AutoCloseable {

    private final Settings settings;
    private final OpenParts open = new OpenParts();
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
    private final CommandIds ids = new CommandIds(InstantSource.system());
    private final PostgresBook<BankingState> storage;
    private final PostgresViews tables;
    private final ViewStores views;
    private final Book<BankingCommand, BankingState, BankingEvent> book;
    private final PostgresSettings write;
    private final WebhookStore webhooks;
    private final PostgresAccessLog accesses;
    private final @Nullable RelayRunner relay;

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
            open.add(DataLock.take(settings.data()));
            Domain<BankingCommand, BankingState, BankingEvent> domain = Banking.domain();
            Databases databases = Databases.of(settings, open);
            tables = open.add(new PostgresViews(databases.views(), settings.book()));
            storage =
                    open.add(
                            new PostgresBook<>(
                                    databases.write(),
                                    settings.book(),
                                    domain,
                                    new BankingTables(),
                                    tables.ledger(),
                                    settings.journal()));
            views = new ViewStores(settings, domain.events(), tables, open);
            book =
                    open.add(
                            new Book<>(
                                    domain,
                                    storage,
                                    views.bindings(),
                                    InstantSource.system(),
                                    CommitLimits.STANDARD,
                                    (events, commands) ->
                                            listeners.forEach(
                                                    each -> each.committed(events, commands))));
            webhooks = open.add(new PostgresWebhooks(databases.write(), settings.book()));
            accesses = open.add(new PostgresAccessLog(databases.write(), settings.book()));
            write = databases.write();
            relay = relay(write);
            if (relay != null) {
                relay.start(); // first, since it makes the topics that views read
            }
            book.start();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private @Nullable RelayRunner relay(PostgresSettings write) {
        Servers.Broker broker = settings.servers().broker();
        return broker == null || !settings.servers().background()
                ? null
                : open.add(
                        new RelayRunner(
                                source(broker.source()),
                                book.feed(),
                                storage.journal(),
                                new KafkaPublisher(
                                        broker.kafka(),
                                        broker.registry(),
                                        settings.book(),
                                        book.domain().events(),
                                        InstantSource.system()),
                                new PostgresLease(write, settings.book(), "relay"),
                                InstantSource.system()));
    }

    private Source source(RelaySource kind) {
        return switch (kind) {
            case JOURNAL -> new JournalSource(book.feed(), book::isBusy, storage::abandonWal);
            case WAL -> {
                WalSource wal = storage.wal();
                wal.check(); // rather now than when nobody looks
                yield wal;
            }
        };
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
    public KeyedValues<AccountSheet> accounts() {
        return views.accounts();
    }

    public SearchIndex<TransactionDocument> transactions() {
        return views.transactions();
    }

    public SearchIndex<DirectoryEntry> directory() {
        return views.directory();
    }

    /** What a view is kept in. */
    public Kept kept(String view) {
        return views.kept(view);
    }

    /** Connections to the tables of views. */
    public DataSource tables() {
        return tables.dataSource();
    }

    /** What brings the journal to the broker; null when there is none. */
    public @Nullable RelayRunner relay() {
        return relay;
    }

    /** Who is told of events, and what became of that. */
    public WebhookStore webhooks() {
        return webhooks;
    }

    /** Who has looked at what, where looking is itself to be known. */
    public PostgresAccessLog accesses() {
        return accesses;
    }

    /** Asks for something that one node of this book does at a time; see {@link PostgresLease}. */
    public Lease lease(String name) {
        return new PostgresLease(write, settings.book(), name);
    }

    /** Finishes the commands that were taken in, then stops views, then the stores. */
    @Override
    public synchronized void close() {
        open.close();
    }
}
