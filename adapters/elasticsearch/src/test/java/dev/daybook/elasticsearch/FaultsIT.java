package dev.daybook.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.stack.Elasticsearch;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.TcpProxy;
import dev.daybook.testkit.search.Payment;
import dev.daybook.testkit.search.SearchStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cluster that is killed, cut off, slow, silent or full: the view waits, and is whole after it.
 */
@BesideOthers
class FaultsIT {

    /** Servers are started meanwhile, on a machine that may be busy. */
    private static final Duration SOON = Duration.ofMinutes(4);

    private static final int BATCH = 200;

    @TempDir static Path directory;
    private static Elasticsearch server;

    private final String view = Cluster.view();
    private TcpProxy network;
    private ElasticsearchCluster cluster;
    private SearchStore store;

    @BeforeAll
    static void start() {
        server = Elasticsearch.start(directory, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        network = TcpProxy.to(server.port());
        cluster =
                ElasticsearchCluster.of(
                        ElasticsearchSettings.of(Cluster.address(network.port()))
                                .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        store = Cluster.searchStore(cluster, view);
        Eventually.holds(SOON, () -> succeeds(store::open));
    }

    @AfterEach
    void disconnect() {
        cluster.close();
        network.close();
    }

    @Test
    void aServerThatIsKilledWhileItIsWrittenToLosesAndDoublesNothing() throws InterruptedException {
        AtomicLong reached = new AtomicLong();
        Thread writer = following(8_000, reached);
        for (int kill = 1; kill <= 2; kill++) {
            long until = reached.get() + 2_000;
            Eventually.holds(SOON, () -> reached.get() >= until);
            server.kill();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.search(Payment.all()));
            server = Elasticsearch.start(directory, server.port());
        }
        writer.join();
        assertWhole(8_000);
    }

    @Test
    void aConnectionThatBreaksAgainAndAgainLosesAndDoublesNothing() throws InterruptedException {
        AtomicLong reached = new AtomicLong();
        Thread writer = following(4_000, reached);
        for (int cut = 1; cut <= 10; cut++) {
            long until = reached.get() + BATCH;
            Eventually.holds(SOON, () -> reached.get() >= until || !writer.isAlive());
            network.cut();
        }
        writer.join();
        assertWhole(4_000);
    }

    @Test
    void aSilentServerIsGivenUpInTimeAndFoundAgain() {
        store.save(numbers(0, 10), 10);
        network.blackHole();
        long begin = System.nanoTime();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.save(numbers(10, 20), 20));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.search(Payment.all()));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        network.heal();
        network.cut();
        follow(20, new AtomicLong());
        assertWhole(20);
    }

    @Test
    void aSlowNetworkDelaysAndLosesNothing() throws InterruptedException {
        network.delay(Duration.ofMillis(30));
        network.throttle(2_000_000);
        Thread writer = following(4_000, new AtomicLong());
        writer.join();
        network.heal();
        assertWhole(4_000);
    }

    @Test
    void anIndexThatTakesNoMoreWritesBecauseTheDiskIsFullIsReadAndGoesOnWhenThereIsRoom() {
        store.save(numbers(0, 10), 10);
        block(true);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.save(numbers(10, 20), 20));
        assertThat(store.search(Payment.all()).total()).isEqualTo(10);
        assertThat(store.open()).isEqualTo(10);
        block(false);
        follow(20, new AtomicLong());
        assertWhole(20);
    }

    /** As Elasticsearch itself does when a disk passes the flood stage. */
    private void block(boolean on) {
        cluster.send(
                        "PUT",
                        '/' + Cluster.BOOK + '-' + view + "/_settings",
                        Json.object()
                                .set(
                                        "index.blocks.read_only_allow_delete",
                                        on ? Json.MAPPER.valueToTree(true) : null))
                .required("block");
    }

    private Thread following(int count, AtomicLong reached) {
        return Thread.ofVirtual().start(() -> follow(count, reached));
    }

    /** Saves payment n at position n + 1, as the engine does: from where the store says it is. */
    private void follow(int count, AtomicLong reached) {
        Eventually.holds(
                SOON,
                () ->
                        succeeds(() -> {
                            long position = store.open();
                            assertThat(store.search(Payment.all()).total())
                                    .as("what the watermark claims is found")
                                    .isGreaterThanOrEqualTo(position);
                            while (position < count) {
                                int from = (int) position;
                                position = Math.min(count, position + BATCH);
                                store.save(numbers(from, (int) position), position);
                                reached.set(position);
                            }
                        }));
    }

    private void assertWhole(int count) {
        Map<String, Payment> expected =
                IntStream.range(0, count)
                        .mapToObj(Payment::number)
                        .collect(Collectors.toMap(Payment::id, Function.identity()));
        assertThat(store.contents()).isEqualTo(expected);
        assertThat(store.search(Payment.all()).total()).isEqualTo(count);
        assertThat(store.store().progress().lowest()).isEqualTo(count);
    }

    private static List<Write<String, Payment>> numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> new Write<>("p" + n, n + 1L, Payment.number(n)))
                .toList();
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StorageException notNow) {
            return false;
        }
    }
}
