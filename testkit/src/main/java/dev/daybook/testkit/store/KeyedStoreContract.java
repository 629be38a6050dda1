package dev.daybook.testkit.store;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.KeyedValues;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.Projection;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.engine.view.ViewStore.Stored;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.fuzz.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What the store of a keyed view does, whatever it is made of. */
public abstract class KeyedStoreContract {

    private static final AtomicInteger VIEWS = new AtomicInteger();

    private String view = "";

    /** A store of a view, as one more process of the same book has it. */
    protected abstract <V extends Record> ViewStore<String, V> store(KeyedView<?, V> view);

    @BeforeEach
    void anotherView() {
        view = "contract_" + VIEWS.incrementAndGet();
    }

    private ViewStore<String, Purse> store() {
        return store(view(Purse.class));
    }

    private <V extends Record> KeyedView<Object, V> view(Class<V> type) {
        return new KeyedView<>(view, 1, type, Set.of(), new NothingFolded<>());
    }

    @Test
    void aNewViewIsAtTheBeginningAndEmpty() {
        var store = store();
        assertThat(store.open(Set.of(ALL)).of(ALL)).isZero();
        assertThat(store.load(List.of("a", "b"))).isEmpty();
        assertThat(store.load(List.of())).isEmpty();
        assertThat(scan(store)).isEmpty();
        assertThat(store.progress().of(ALL)).isZero();
    }

    @Test
    void whatWasSavedIsThereForWhoeverOpensItNext() {
        var first = store();
        first.open(Set.of(ALL));
        Purse rich = new Purse("ännä \u0000 💶", Long.MIN_VALUE, "", List.of("€", ""));
        first.save(List.of(write("a", 2, rich), write("b", 3, Purse.of(7))), Progress.all(5));
        first.close();
        var second = store();
        assertThat(second.open(Set.of(ALL)).of(ALL)).isEqualTo(5);
        assertThat(values(second, "a", "b", "c")).isEqualTo(Map.of("a", rich, "b", Purse.of(7)));
        assertThat(second.progress().of(ALL)).isEqualTo(5);
    }

    @Test
    void theLastWriteOfAKeyInASaveCounts() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(
                List.of(
                        write("a", 1, Purse.of(1)),
                        write("b", 2, Purse.of(2)),
                        write("a", 3, Purse.of(3)),
                        write("b", 4, null),
                        write("c", 5, null),
                        write("c", 6, Purse.of(6))),
                Progress.all(6));
        assertThat(scan(store)).isEqualTo(Map.of("a", Purse.of(3), "c", Purse.of(6)));
    }

    @Test
    void aRemovedKeyIsAbsentUntilItIsWrittenAgain() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 1, Purse.of(1))), Progress.all(1));
        store.save(List.of(write("a", 2, null)), Progress.all(2));
        assertThat(store.load(List.of("a"))).isEmpty();
        assertThat(scan(store)).isEmpty();
        store.save(List.of(write("a", 3, Purse.of(3))), Progress.all(3));
        assertThat(values(store, "a")).isEqualTo(Map.of("a", Purse.of(3)));
    }

    @Test
    void aSaveWithoutWritesMovesThePosition() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(), Progress.all(9));
        assertThat(store.progress().of(ALL)).isEqualTo(9);
        store.save(List.of(), Progress.all(9));
        assertThat(store().open(Set.of(ALL)).of(ALL)).isEqualTo(9);
    }

    @Test
    void aValueSaysTheEventItIsOfOrThatThePositionDoes() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 4, Purse.of(1))), Progress.all(7));
        assertThat(store.load(List.of("a")).values())
                .singleElement()
                .satisfies(stored -> assertThat(stored.position()).isIn(0L, 4L));
    }

    @Test
    void manyKeysAreSavedLoadedAndScannedAtOnce() {
        var store = store();
        store.open(Set.of(ALL));
        List<Write<String, Purse>> writes = new ArrayList<>();
        Map<String, Purse> expected = new HashMap<>();
        for (int i = 1; i <= 2_345; i++) {
            writes.add(write("key-" + i, i, Purse.of(i)));
            expected.put("key-" + i, Purse.of(i));
        }
        store.save(writes, Progress.all(2_345));
        assertThat(values(store, expected.keySet().toArray(String[]::new))).isEqualTo(expected);
        assertThat(scan(store)).isEqualTo(expected);
        List<Write<String, Purse>> removals = new ArrayList<>();
        writes.forEach(write -> removals.add(write(write.key(), 2_346, null)));
        store.save(removals, Progress.all(2_346));
        assertThat(scan(store)).isEmpty();
    }

    @Test
    void aRepairWritesAndMovesNothing() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 1, Purse.of(1))), Progress.all(8));
        store.repair(List.of(write("a", 5, Purse.of(5))), List.of(5L));
        assertThat(values(store, "a")).isEqualTo(Map.of("a", Purse.of(5)));
        assertThat(store.progress().of(ALL)).isEqualTo(8);
    }

    @Test
    void aDroppedViewBeginsAgain() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 1, Purse.of(1))), Progress.all(1));
        store.drop();
        assertThat(store.open(Set.of(ALL)).of(ALL)).isZero();
        assertThat(scan(store)).isEmpty();
        store.save(List.of(write("b", 1, Purse.of(2))), Progress.all(1));
        assertThat(scan(store)).isEqualTo(Map.of("b", Purse.of(2)));
    }

    /** The shape of values after somebody has added to it without raising the version. */
    public record LargerPurse(String owner, long cents, @Nullable String note, int pockets) {}

    @Test
    void aViewWhoseValuesHaveAnotherShapeBeginsAgain() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 1, Purse.of(1))), Progress.all(1));
        var larger = store(view(LargerPurse.class));
        assertThat(larger.open(Set.of(ALL)).of(ALL)).isZero();
        assertThat(larger.load(List.of("a"))).isEmpty();
        larger.scan((key, value) -> {
            throw new AssertionError(key);
        });
    }

    @Test
    void aViewWhoseLanesAreNotFollowedTogetherAnyMoreBeginsAgain() {
        var store = store();
        store.open(Set.of(ALL));
        store.save(List.of(write("a", 1, Purse.of(1))), Progress.all(1));
        Progress apart = store().open(Set.of(1, 2));
        assertThat(List.of(apart.of(1), apart.of(2))).isEqualTo(List.of(0L, 0L));
        assertThat(scan(store)).isEmpty();
        var some = store();
        some.open(Set.of(1));
        some.save(List.of(write("a", 1, Purse.of(1))), Progress.of(Map.of(1, 1L)));
        assertThat(store().open(Set.of(ALL)).of(ALL)).isZero();
        assertThat(scan(store)).isEmpty();
    }

    @Test
    void readersSeeWhatWasSaved() {
        var store = store();
        store.open(Set.of(ALL));
        @SuppressWarnings("unchecked") // a store of keyed values can be read as such
        KeyedValues<Purse> values = (KeyedValues<Purse>) store;
        store.save(
                List.of(write("a", 1, Purse.of(1)), write("b", 2, Purse.of(2))), Progress.all(2));
        assertThat(values.get("a")).contains(Purse.of(1));
        assertThat(values.get("c")).isEmpty();
        assertThat(values.read(List.of("b", "c"))).isEqualTo(Map.of("b", Purse.of(2)));
        assertThat(values.read(List.of())).isEmpty();
    }

    @Test
    void lanesMoveEachOnItsOwn() {
        var some = store();
        var others = store();
        assertThat(some.open(Set.of(1, 2)).of(2)).isZero();
        assertThat(others.open(Set.of(3)).of(3)).isZero();
        some.save(List.of(write("a", 4, Purse.of(4))), Progress.of(Map.of(1, 4L, 2, 3L)));
        others.save(List.of(write("b", 6, Purse.of(6))), Progress.of(Map.of(3, 6L)));
        some.save(List.of(write("a", 7, Purse.of(7))), Progress.of(Map.of(1, 7L, 2, 3L)));
        for (var store : List.of(some, others, store())) {
            Progress all = store.progress();
            assertThat(List.of(all.of(1), all.of(2), all.of(3))).isEqualTo(List.of(7L, 3L, 6L));
        }
        assertThat(scan(others)).isEqualTo(Map.of("a", Purse.of(7), "b", Purse.of(6)));
        Progress taken = store().open(Set.of(2, 3));
        assertThat(List.of(taken.of(2), taken.of(3))).isEqualTo(List.of(3L, 6L));
    }

    @Test
    void aWriterThatIsLateReplacesNothingNewer() {
        var late = store();
        late.open(Set.of(ALL));
        late.save(List.of(write("a", 1, Purse.of(1))), Progress.all(1));
        var prompt = store();
        prompt.open(Set.of(ALL));
        prompt.save(List.of(write("a", 8, Purse.of(8)), write("b", 9, null)), Progress.all(9));
        assertThatThrownBy(() ->
                        late.save(
                                List.of(write("a", 2, Purse.of(2)), write("b", 3, Purse.of(3))),
                                Progress.all(4)))
                .isInstanceOf(StorageException.class);
        assertThat(scan(prompt)).isEqualTo(Map.of("a", Purse.of(8)));
        assertThat(prompt.progress().of(ALL)).isEqualTo(9);
        assertThat(late.open(Set.of(ALL)).of(ALL)).isEqualTo(9);
        late.save(List.of(write("a", 10, null)), Progress.all(10));
        assertThat(scan(prompt)).isEmpty();
    }

    /**
     * Several followers of the same lanes, each believing that it is the only one: they come and
     * go, fall asleep, repeat what another has done. In the end the view is what the events say.
     */
    @Test
    void whateverFollowersDoTheViewIsWhatTheEventsSay() {
        Seeds.forEachSeed(
                20,
                random -> {
                    anotherView();
                    List<Write<String, Purse>> events = events(random, 400);
                    List<Follower> followers = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        followers.add(new Follower(store(), events));
                    }
                    for (int step = 0; step < 120; step++) {
                        followers.get(random.nextInt(followers.size())).step(random);
                    }
                    var last = store();
                    Follower finisher = new Follower(last, events);
                    while (!finisher.isDone()) {
                        finisher.step(random);
                    }
                    Map<String, Purse> expected = new TreeMap<>();
                    for (var event : events) {
                        if (event.value() == null) {
                            expected.remove(event.key());
                        } else {
                            expected.put(event.key(), event.value());
                        }
                    }
                    assertThat(scan(last)).isEqualTo(expected);
                });
    }

    private static List<Write<String, Purse>> events(RandomGenerator random, int count) {
        List<Write<String, Purse>> events = new ArrayList<>();
        for (int position = 1; position <= count; position++) {
            String key = "k" + random.nextInt(30);
            boolean removed = random.nextInt(5) == 0;
            events.add(write(key, position, removed ? null : Purse.of(position)));
        }
        return events;
    }

    /** As the engine follows a view, without a feed: each event is a write. */
    private static final class Follower {

        private final ViewStore<String, Purse> store;
        private final List<Write<String, Purse>> events;
        private long position = -1;

        /** Taken from the feed, and not saved yet. */
        private List<Write<String, Purse>> folded = List.of();

        Follower(ViewStore<String, Purse> store, List<Write<String, Purse>> events) {
            this.store = store;
            this.events = events;
        }

        boolean isDone() {
            return position == events.size();
        }

        /** Opens, or folds, or saves what it folded when it last had its turn. */
        void step(RandomGenerator random) {
            if (position < 0 || random.nextInt(10) == 0) {
                position = store.open(Set.of(ALL)).of(ALL);
                folded = List.of();
            }
            try {
                if (folded.isEmpty()) {
                    fold(random);
                } else {
                    save();
                }
            } catch (StorageException refused) {
                position = -1;
            }
        }

        private void fold(RandomGenerator random) {
            int to = Math.min(events.size(), (int) position + random.nextInt(60));
            var next = events.subList((int) position, to);
            var known = store.load(next.stream().map(Write::key).distinct().toList());
            folded =
                    next.stream()
                            .filter(event -> {
                                Stored<Purse> stored = known.get(event.key());
                                return stored == null || stored.position() < event.position();
                            })
                            .toList();
            if (folded.isEmpty()) {
                store.save(List.of(), Progress.all(to));
                position = to;
            }
        }

        private void save() {
            long to = folded.getLast().position();
            store.save(folded, Progress.all(to));
            position = to;
            folded = List.of();
        }
    }

    private static <V> Write<String, V> write(String key, long position, @Nullable V value) {
        return new Write<>(key, position, value);
    }

    private static Map<String, Purse> values(ViewStore<String, Purse> store, String... keys) {
        Map<String, Purse> values = new HashMap<>();
        store.load(Arrays.asList(keys)).forEach((key, stored) -> values.put(key, stored.value()));
        return values;
    }

    private static Map<String, Purse> scan(ViewStore<String, Purse> store) {
        Map<String, Purse> values = new TreeMap<>();
        store.scan(values::put);
        return values;
    }

    /** The contract writes what would have been folded. */
    private record NothingFolded<V>() implements Projection<Object, String, V> {

        @Override
        public Collection<String> keys(Delivery<Object> delivery) {
            return List.of();
        }

        @Override
        public @Nullable V fold(String key, @Nullable V before, Delivery<Object> delivery) {
            return before;
        }
    }
}
