package dev.daybook.server.bank;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.BankingViews;
import dev.daybook.banking.view.DirectoryEntry;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.elasticsearch.ElasticsearchCluster;
import dev.daybook.elasticsearch.ElasticsearchSettings;
import dev.daybook.elasticsearch.ElasticsearchStore;
import dev.daybook.engine.book.ViewBinding;
import dev.daybook.engine.book.ViewBinding.Source;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.feed.FollowedElsewhere;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.view.KeyedValues;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchView;
import dev.daybook.engine.view.TableView;
import dev.daybook.engine.view.View;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.kafka.KafkaSubscription;
import dev.daybook.lucene.LuceneSearchStore;
import dev.daybook.postgres.PostgresKeyedStore;
import dev.daybook.postgres.PostgresViews;
import dev.daybook.redis.RedisKeyedStore;
import dev.daybook.redis.RedisSettings;
import dev.daybook.redis.RedisViews;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the views of a bank are kept, and how each comes to its events.
 *
 * <p>With a broker, nodes share the lanes of a view that is kept where all of them reach it. What
 * lies on one node only is made from the whole journal by that node.
 */
final class ViewStores {

    private final Settings settings;
    private final EventCatalog<BankingEvent> catalog;
    private final PostgresViews tables;
    private final List<ViewBinding<BankingEvent, ?, ?>> bindings = new ArrayList<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final KeyedValues<AccountSheet> accounts;
    private final SearchIndex<TransactionDocument> transactions;
    private final SearchIndex<DirectoryEntry> directory;

    /**
     * Reaches servers that are there, and does not wait for others: their views catch up later.
     *
     * @param open takes what is to be closed in the end
     */
    ViewStores(
            Settings settings,
            EventCatalog<BankingEvent> catalog,
            PostgresViews tables,
            OpenParts open) {
        this.settings = settings;
        this.catalog = catalog;
        this.tables = tables;
        this.accounts = accounts(open);
        ElasticsearchSettings search = settings.servers().search();
        ElasticsearchCluster cluster =
                search == null ? null : open.add(ElasticsearchCluster.of(search));
        this.transactions = searchable(BankingViews.TRANSACTIONS, cluster);
        this.directory = searchable(BankingViews.ACCOUNT_DIRECTORY, cluster);
        table(BankingViews.STATEMENTS);
        table(BankingViews.DAILY_BALANCES);
        table(BankingViews.VOLUMES);
    }

    List<ViewBinding<BankingEvent, ?, ?>> bindings() {
        return bindings;
    }

    /** What a view is kept in. */
    Kept kept(String view) {
        return Objects.requireNonNull(kept.get(view), view);
    }

    KeyedValues<AccountSheet> accounts() {
        return accounts;
    }

    SearchIndex<TransactionDocument> transactions() {
        return transactions;
    }

    SearchIndex<DirectoryEntry> directory() {
        return directory;
    }

    private KeyedValues<AccountSheet> accounts(OpenParts open) {
        RedisSettings hot = settings.servers().hot();
        if (hot == null) {
            PostgresKeyedStore<AccountSheet> store = tables.keyed(BankingViews.ACCOUNTS);
            bind(BankingViews.ACCOUNTS, store, Kept.POSTGRESQL, haveTablesInCommon());
            return store;
        }
        RedisKeyedStore<AccountSheet> store =
                open.add(new RedisViews(hot, settings.book())).keyed(BankingViews.ACCOUNTS);
        bind(BankingViews.ACCOUNTS, store, Kept.REDIS, true);
        return store;
    }

    private <V> SearchIndex<V> searchable(
            SearchView<BankingEvent, V> view, @Nullable ElasticsearchCluster cluster) {
        if (cluster == null) {
            LuceneSearchStore<V> store =
                    new LuceneSearchStore<>(view.valueType(), directoryOf(view.id()));
            bind(view, store, Kept.INDEX, false);
            return store;
        }
        ElasticsearchStore<V> store = new ElasticsearchStore<>(cluster, settings.book(), view);
        bind(view, store, Kept.ELASTICSEARCH, true);
        return store;
    }

    private Path directoryOf(String view) {
        return settings.data().resolve("search").resolve(settings.book()).resolve(view);
    }

    private <K extends Record, V extends Record> void table(TableView<BankingEvent, K, V> view) {
        bind(view, tables.table(view), Kept.POSTGRESQL, haveTablesInCommon());
    }

    private boolean haveTablesInCommon() {
        return settings.views() != null;
    }

    private <K, V> void bind(
            View<BankingEvent, K, V> view, ViewStore<K, V> store, Kept in, boolean inCommon) {
        kept.put(view.name(), in);
        Servers.Broker broker = settings.servers().broker();
        Source source =
                !settings.servers().background()
                        ? FollowedElsewhere::new
                        : broker == null || !inCommon
                                ? Source.JOURNAL
                                : feed ->
                                        new KafkaSubscription(
                                                broker.kafka(),
                                                settings.book(),
                                                view.id(),
                                                catalog,
                                                view.topics(),
                                                Journal.READ_MAX,
                                                feed);
        bindings.add(new ViewBinding<>(view, store, source));
    }
}
