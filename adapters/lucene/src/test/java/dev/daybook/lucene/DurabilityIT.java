package dev.daybook.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.Searchable;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.testkit.search.Payment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class DurabilityIT {

    @TempDir Path directory;

    @Test
    void loadSeesWhatWasSavedBeforeAnythingIsDurable() {
        try (LuceneSearchStore<Payment> store = store(directory)) {
            assertThat(Together.open(store)).isZero();
            assertThat(Together.load(store, List.of("p1", "p2"))).isEmpty();
            Together.save(store, numbers(0, 100, 1), 1);
            assertThat(Together.load(store, List.of("p1", "p99", "p100", "p1")))
                    .isEqualTo(Map.of("p1", Payment.number(1), "p99", Payment.number(99)));
            Payment changed = Payment.of(1, "changed");
            Together.save(
                    store,
                    List.of(
                            new Write<>("p1", 2, Payment.of(1, "overtaken")),
                            new Write<>("p2", 2, null),
                            new Write<>("p3", 2, null),
                            new Write<>("p1", 3, changed),
                            new Write<>("p3", 3, Payment.number(3))),
                    3);
            assertThat(Together.load(store, List.of("p1", "p2", "p3")))
                    .isEqualTo(Map.of("p1", changed, "p3", Payment.number(3)));
            assertThat(store.search(Payment.words("overtaken")).total()).isZero();
            assertThat(Payment.ids(store.search(Payment.words("changed")))).containsExactly("p1");
            assertThat(store.search(Payment.all()).total()).isEqualTo(99);
            assertThat(contents(store)).hasSize(99).doesNotContainKey("p2");
        }
    }

    @Test
    void aClosedStoreOpensWhereItWas() {
        Map<String, Payment> before;
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(0, 100, 1), 1);
            Together.save(store, List.of(), 77);
            before = contents(store);
        }
        try (LuceneSearchStore<Payment> store = store(directory)) {
            assertThat(Together.open(store)).isEqualTo(77);
            assertThat(contents(store)).isEqualTo(before);
        }
    }

    @Test
    void afterACrashTheStoreIsAtItsCommittedPositionAndReplayMakesItTheSame(@TempDir Path other)
            throws IOException {
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(0, 100, 1), 1);
        }
        List<Write<String, Payment>> second = numbers(50, 150, 2);
        List<Write<String, Payment>> third =
                List.of(new Write<>("p50", 3, null), new Write<>("p7", 3, Payment.of(7, "x")));
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, second, 2);
            Together.save(store, third, 3);
            copy(directory, other); // what a crash at this moment would leave
            try (LuceneSearchStore<Payment> crashed = store(other)) {
                assertThat(Together.open(crashed)).isEqualTo(1);
                assertThat(Together.load(crashed, List.of("p7", "p120")))
                        .isEqualTo(Map.of("p7", Payment.number(7)));
                Together.save(crashed, second, 2);
                Together.save(crashed, third, 3);
                assertThat(contents(crashed)).isEqualTo(contents(store));
                assertThat(crashed.search(Payment.all())).isEqualTo(store.search(Payment.all()));
            }
        }
    }

    @Test
    void aWriteOfAnEventThatReplayWouldNotReachIsDurableAtOnce(@TempDir Path other)
            throws IOException {
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(0, 100, 10), 10);
        }
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(100, 200, 20), 20);
            Together.save(store, numbers(500, 501, 5), 20); // a parked event that was retried
            copy(directory, other);
            try (LuceneSearchStore<Payment> crashed = store(other)) {
                assertThat(Together.open(crashed)).isEqualTo(20);
                assertThat(contents(crashed)).hasSize(201).containsKey("p500");
            }
        }
    }

    @Test
    void aRetriedWriteIsDurableAtOnceAlsoWhenACommitIsDueJustThen(@TempDir Path other)
            throws IOException {
        int many = LuceneSearchStore.UNCOMMITTED_MAX;
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(0, many, 20), 20);
            Together.save(store, numbers(many, many + 1, 15), 20); // as many as make it due
            copy(directory, other);
            try (LuceneSearchStore<Payment> crashed = store(other)) {
                assertThat(Together.open(crashed)).isEqualTo(20);
                assertThat(contents(crashed)).hasSize(many + 1).containsKey("p" + many);
            }
        }
    }

    record Old(String id, @Searchable.Text String description) {}

    record New(String id, @Searchable.Text String description, long amount) {}

    record Same(String id, @Searchable.Keyword String description) {}

    @Test
    void anIndexOfAnotherShapeIsBuiltAnew() {
        LuceneSearchStore<Old> old = new LuceneSearchStore<>(Old.class, directory);
        Together.open(old);
        Together.save(old, List.of(new Write<>("a", 1, new Old("a", "rent"))), 9);
        old.close();
        LuceneSearchStore<New> changed = new LuceneSearchStore<>(New.class, directory);
        assertThat(Together.open(changed)).isZero();
        assertThat(contents(changed)).isEmpty();
        Together.save(changed, List.of(new Write<>("a", 1, new New("a", "rent", 5))), 3);
        changed.close();
        LuceneSearchStore<Same> annotated = new LuceneSearchStore<>(Same.class, directory);
        assertThat(Together.open(annotated)).as("searched in another way").isZero();
        assertThat(contents(annotated)).isEmpty();
        annotated.close();
    }

    @Test
    void anIndexThatCannotBeReadIsBuiltAnew() throws IOException {
        for (String damaged : List.of("segments_", "_")) {
            try (LuceneSearchStore<Payment> store = store(directory)) {
                assertThat(Together.open(store)).isZero();
                Together.save(store, numbers(0, 10, 5), 5);
            }
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().startsWith(damaged)) {
                        Files.writeString(file, "damaged");
                    }
                }
            }
            try (LuceneSearchStore<Payment> store = store(directory)) {
                assertThat(Together.open(store)).isZero();
                assertThat(contents(store)).isEmpty();
                Together.save(store, numbers(0, 10, 6), 6);
                assertThat(contents(store)).hasSize(10);
                store.drop();
            }
        }
    }

    @Test
    void aDroppedStoreStartsFromNothing() throws IOException {
        LuceneSearchStore<Payment> store = store(directory);
        Together.open(store);
        Together.save(store, numbers(0, 10, 5), 5);
        store.drop();
        assertThat(Together.open(store)).isZero();
        assertThat(contents(store)).isEmpty();
        Together.save(store, numbers(0, 10, 5), 5);
        store.close();
        LuceneSearchStore<Payment> closed = store(directory);
        closed.drop();
        assertThat(Together.open(closed)).isZero();
        closed.close();
    }

    @Test
    void aSecondOwnerIsRefusedAndHarmsNothing() {
        try (LuceneSearchStore<Payment> store = store(directory)) {
            Together.open(store);
            Together.save(store, numbers(0, 10, 5), 5);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> Together.open(store(directory)))
                    .withMessageContaining("cannot be opened");
            assertThat(contents(store)).hasSize(10);
        }
    }

    @Test
    void aStoreThatIsNotOpenSaysSo() {
        LuceneSearchStore<Payment> store = store(directory);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.search(Payment.all()))
                .withMessageContaining("is not open");
        Together.open(store);
        store.close();
        store.close();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.search(Payment.all()))
                .withMessageContaining("is not open");
    }

    static LuceneSearchStore<Payment> store(Path directory) {
        return new LuceneSearchStore<>(Payment.class, directory);
    }

    static List<Write<String, Payment>> numbers(int from, int to, long position) {
        return Payment.writes(
                IntStream.range(from, to).mapToObj(Payment::number).toList(), position);
    }

    static <V> Map<String, V> contents(LuceneSearchStore<V> store) {
        Map<String, V> contents = new HashMap<>();
        store.scan((id, value) -> assertThat(contents.put(id, value)).isNull());
        return contents;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
