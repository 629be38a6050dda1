package dev.daybook.elasticsearch;

import dev.daybook.testkit.search.CursorContract;
import dev.daybook.testkit.search.QuestionContract;
import dev.daybook.testkit.search.QuestionFuzzContract;
import dev.daybook.testkit.search.RunnerContract;
import dev.daybook.testkit.search.SearchStore;
import dev.daybook.testkit.search.WordsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** An index in a cluster does what every search store must. */
@ExtendWith(OnElasticsearch.class)
class ElasticsearchContractIT {

    private static ElasticsearchCluster cluster;

    @BeforeAll
    static void connect() {
        cluster = Cluster.connect();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Nested
    class Words extends WordsContract {

        @Override
        protected SearchStore make() {
            return Cluster.searchStore(cluster, Cluster.view());
        }
    }

    @Nested
    class Questions extends QuestionContract {

        @Override
        protected SearchStore make() {
            return Cluster.searchStore(cluster, Cluster.view());
        }
    }

    @Nested
    class Cursors extends CursorContract {

        @Override
        protected SearchStore make() {
            return Cluster.searchStore(cluster, Cluster.view());
        }
    }

    @Nested
    class AnyQuestion extends QuestionFuzzContract {

        @Override
        protected SearchStore make() {
            return Cluster.searchStore(cluster, Cluster.view());
        }
    }

    @Nested
    class UnderTheRunner extends RunnerContract {

        @Override
        protected SearchStore make() {
            return Cluster.searchStore(cluster, Cluster.view());
        }
    }
}
