package dev.daybook.elasticsearch;

import dev.daybook.testkit.search.Payment;
import dev.daybook.testkit.search.SearchStore;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** The Elasticsearch that all tests share, and views in it that nobody else has. */
final class Cluster {

    static final String BOOK = "test";

    private static final AtomicInteger VIEWS = new AtomicInteger();

    private Cluster() {}

    static ElasticsearchCluster connect() {
        return connect(OnElasticsearch.port());
    }

    static ElasticsearchCluster connect(int port) {
        return ElasticsearchCluster.of(ElasticsearchSettings.of(address(port)));
    }

    static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    static String view() {
        return "view" + VIEWS.incrementAndGet() + "_v1";
    }

    static ElasticsearchStore<Payment> store(ElasticsearchCluster cluster, String view) {
        return new ElasticsearchStore<>(cluster, BOOK, view, Payment.class);
    }

    static SearchStore searchStore(ElasticsearchCluster cluster, String view) {
        return SearchStore.of(store(cluster, view));
    }
}
