package dev.daybook.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.Searchable;
import dev.daybook.engine.view.ViewStore.Stored;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.testkit.search.Payment;
import dev.daybook.testkit.search.SearchStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

@ExtendWith(OnElasticsearch.class)
class StoreIT {

    private final ElasticsearchCluster cluster = Cluster.connect();
    private final String view = Cluster.view();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whatWasSavedIsFoundLoadedWithItsPositionAndCountedByAnybody() {
        ElasticsearchStore<Payment> store = opened();
        ElasticsearchStore<Payment> other = opened();
        store.save(writes(0, 1_000, 7), Progress.all(9));
        assertThat(other.progress()).isEqualTo(Progress.all(9));
        assertThat(other.search(Payment.all()).total()).isEqualTo(1_000);
        assertThat(other.load(List.of("p1", "none", "p1", "", "x".repeat(1_000))))
                .isEqualTo(Map.of("p1", new Stored<>(Payment.number(1), 7)));
        assertThat(opened().progress()).isEqualTo(Progress.all(9));
    }

    @Test
    void anOlderEventNeverReplacesANewerOneNorBringsBackWhatItRemoved() {
        ElasticsearchStore<Payment> store = opened();
        store.save(List.of(write(1, 20, "newer"), write(2, 20, "x")), Progress.all(20));
        store.save(List.of(new Write<>("p2", 21, null)), Progress.all(21));
        store.save(List.of(write(1, 10, "older"), write(2, 11, "older")), Progress.nowhere());
        assertThat(store.load(List.of("p1", "p2")))
                .isEqualTo(Map.of("p1", new Stored<>(Payment.of(1, "newer"), 20)));
        assertThat(Payment.ids(store.search(Payment.all()))).containsExactly("p1");
        assertThat(store.progress()).isEqualTo(Progress.all(21));
    }

    @Test
    void savingTheSameAgainChangesNothing() {
        SearchStore store = Cluster.searchStore(cluster, view);
        store.open();
        List<Write<String, Payment>> writes = new ArrayList<>(writes(0, 5_000, 5));
        writes.add(new Write<>("p7", 6, null));
        store.save(writes, 6);
        Map<String, Payment> before = store.contents();
        store.save(writes, 6);
        assertThat(store.contents()).isEqualTo(before).hasSize(4_999);
    }

    @Test
    void eachNodeMovesItsOwnLanesAndNoneGoesBack() throws InterruptedException {
        ElasticsearchStore<Payment> one = Cluster.store(cluster, view);
        ElasticsearchStore<Payment> two = Cluster.store(cluster, view);
        assertThat(one.open(Set.of(1, 2))).isEqualTo(Progress.of(Map.of(1, 0L, 2, 0L)));
        two.open(Set.of(3, 4));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> nodes = new ArrayList<>();
        for (ElasticsearchStore<Payment> each : List.of(one, two)) {
            int lane = each == one ? 1 : 3;
            nodes.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (long p = 1; p <= 100; p++) {
                                        each.save(
                                                List.of(),
                                                Progress.of(Map.of(lane, p, lane + 1, p / 2)));
                                    }
                                } catch (RuntimeException failed) {
                                    failures.add(failed);
                                }
                            }));
        }
        for (Thread node : nodes) {
            node.join();
        }
        assertThat(failures).isEmpty();
        assertThat(one.progress()).isEqualTo(Progress.of(Map.of(1, 100L, 2, 50L, 3, 100L, 4, 50L)));
        two.save(List.of(), Progress.of(Map.of(3, 60L)));
        assertThat(two.progress().of(3)).isEqualTo(100);
        assertThat(one.open(Set.of(3))).as("taken over").isEqualTo(Progress.of(Map.of(3, 100L)));
    }

    @Test
    void aWatermarkThatWasLostIsAskedForAgainAndReplayEndsTheSame() {
        SearchStore store = Cluster.searchStore(cluster, view);
        store.open();
        store.save(writes(0, 100, 1), 100);
        Map<String, Payment> before = store.contents();
        String making = making();
        cluster.send("DELETE", "/" + Cluster.BOOK + "-watermarks/_doc/" + making);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.save(writes(100, 101, 101), 101))
                .withMessageContaining("was at 100");
        assertThat(store.open()).isZero();
        store.save(writes(0, 101, 1), 101);
        assertThat(store.contents()).hasSize(101).containsAllEntriesOf(before);
    }

    @Test
    void anIndexThatWasDeletedIsNotMadeByAWriteAndIsBuiltFromTheBeginning() {
        ElasticsearchStore<Payment> store = opened();
        store.save(writes(0, 10, 5), Progress.all(5));
        String index = index();
        cluster.send("DELETE", "/" + index).required("delete");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.save(writes(10, 11, 6), Progress.all(6)));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.search(Payment.all()));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.load(List.of("p1")));
        assertThat(cluster.send("GET", "/" + index).status()).isEqualTo(404);
        assertThat(store.open(Set.of(-1))).isEqualTo(Progress.all(0));
        store.save(writes(0, 11, 6), Progress.all(6));
        assertThat(store.search(Payment.all()).total()).isEqualTo(11);
    }

    @Test
    void aNodeThatDidNotNoticeThatAnotherBuildsAnewIsToldSo() {
        ElasticsearchStore<Payment> one = opened();
        ElasticsearchStore<Payment> two = opened();
        one.save(writes(0, 10, 5), Progress.all(5));
        two.drop();
        two.open(Set.of(-1));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> one.save(writes(10, 11, 6), Progress.all(6)));
        assertThat(two.search(Payment.all()).total()).isZero();
        assertThat(one.open(Set.of(-1))).isEqualTo(Progress.all(0));
    }

    record Old(String id, @Searchable.Text String description) {}

    record New(String id, @Searchable.Text String description, @Searchable.Amount long amount) {}

    @Test
    void aDocumentOfAnotherShapeHasAGenerationOfItsOwnAndTheAliasLeadsToTheNewest() {
        ElasticsearchStore<Old> old =
                new ElasticsearchStore<>(cluster, Cluster.BOOK, view, Old.class);
        old.open(Set.of(-1));
        old.save(List.of(new Write<>("a", 1, new Old("a", "rent"))), Progress.all(9));
        String alias = Cluster.BOOK + '-' + view;
        assertThat(behind(alias)).hasSize(1).first().asString().matches(alias + "-[0-9a-f]{8}");
        ElasticsearchStore<New> changed =
                new ElasticsearchStore<>(cluster, Cluster.BOOK, view, New.class);
        assertThat(changed.open(Set.of(-1))).isEqualTo(Progress.all(0));
        changed.save(List.of(new Write<>("a", 1, new New("a", "rent", 5))), Progress.all(3));
        assertThat(behind(alias)).hasSize(1);
        assertThat(old.search(Payment.words("rent")).total()).as("still there").isEqualTo(1);
        assertThat(old.open(Set.of(-1))).as("after a rollback").isEqualTo(Progress.all(9));
        changed.drop();
        assertThat(behind(alias)).isEmpty();
        assertThat(old.open(Set.of(-1))).isEqualTo(Progress.all(0));
    }

    @Test
    void anAliasThatItsMakerDidNotComeToPointIsPointedByTheNext() {
        opened();
        String alias = Cluster.BOOK + '-' + view;
        cluster.send("DELETE", "/" + index() + "/_alias/" + alias).required("remove the alias");
        opened();
        assertThat(behind(alias)).hasSize(1);
    }

    @Test
    void twoNodesThatStartAtOnceMakeOneIndex() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> nodes =
                IntStream.range(0, 4)
                        .mapToObj(n ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            try {
                                                ElasticsearchStore<Payment> store = opened();
                                                store.save(
                                                        writes(n, n + 1, 1),
                                                        Progress.of(Map.of(n, 5L)));
                                            } catch (RuntimeException failed) {
                                                failures.add(failed);
                                            }
                                        }))
                        .toList();
        for (Thread node : nodes) {
            node.join();
        }
        assertThat(failures).isEmpty();
        ElasticsearchStore<Payment> store = opened();
        assertThat(store.search(Payment.all()).total()).isEqualTo(4);
        assertThat(store.progress().positions()).hasSize(4).containsValue(5L);
    }

    @Test
    void aDocumentThatCannotBeTakenIsNoFailureOfTheStoreAndTheOthersAreNotLost() {
        ElasticsearchStore<Payment> store = opened();
        Write<String, Payment> tooLong = new Write<>("x".repeat(600), 5, Payment.number(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.save(List.of(tooLong), Progress.all(5)))
                .withMessageContaining("600");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store.save(
                                List.of(new Write<>("", 5, Payment.number(5))), Progress.all(5)));
        assertThat(store.progress().of(-1)).isZero();
        store.save(writes(0, 2, 6), Progress.all(6));
        assertThat(store.search(Payment.all()).total()).isEqualTo(2);
    }

    @Test
    void anIndexOfThatNameThatIsNotOursIsLeftAlone() {
        ElasticsearchStore<Payment> store = opened();
        String index = index();
        store.drop();
        cluster.send("PUT", "/" + index).required("make");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.open(Set.of(-1)))
                .withMessageContaining("not one that Daybook made");
        cluster.send("DELETE", "/" + index);
        assertThat(store.open(Set.of(-1))).isEqualTo(Progress.all(0));
    }

    @Test
    void aStoreThatIsNotOpenSaysSo() {
        ElasticsearchStore<Payment> store = Cluster.store(cluster, view);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.search(Payment.all()))
                .withMessageContaining("is not open");
        assertThatExceptionOfType(StorageException.class).isThrownBy(store::progress);
    }

    private ElasticsearchStore<Payment> opened() {
        ElasticsearchStore<Payment> store = Cluster.store(cluster, view);
        store.open(Set.of(-1));
        return store;
    }

    private String index() {
        return behind(Cluster.BOOK + '-' + view).getFirst();
    }

    /** The hidden alias that tells this making of the index from another. */
    private String making() {
        String index = index();
        JsonNode aliases = cluster.send("GET", "/" + index).body().path(index).path("aliases");
        return aliases.propertyNames().stream()
                .filter(name -> name.startsWith(index + '-'))
                .findFirst()
                .orElseThrow();
    }

    private List<String> behind(String alias) {
        Answer answer = cluster.send("GET", "/_alias/" + alias);
        return answer.status() == 404 ? List.of() : List.copyOf(answer.body().propertyNames());
    }

    private static Write<String, Payment> write(int number, long position, String description) {
        return new Write<>("p" + number, position, Payment.of(number, description));
    }

    private static List<Write<String, Payment>> writes(int from, int to, long position) {
        return Payment.writes(
                IntStream.range(from, to).mapToObj(Payment::number).toList(), position);
    }
}
