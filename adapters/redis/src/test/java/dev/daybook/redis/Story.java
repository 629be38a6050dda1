package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.Projection;
import dev.daybook.engine.view.ViewStore.Stored;
import dev.daybook.engine.view.ViewStore.Write;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An endless row of events that everyone knows, each of which changes one key: what a view of it
 * has to be at a position can be worked out.
 */
final class Story {

    private static final int KEYS = 5_000;

    private Story() {}

    /** The value of a key: how many events it has had, and something that takes room. */
    record Line(long events, long position, String text) {

        @Override
        public String toString() {
            return events + " events to " + position;
        }
    }

    static KeyedView<Object, Line> view(String name) {
        return new KeyedView<>(name, 1, Line.class, Set.of(), new NotFoldedHere());
    }

    /** The value is the write's own, as of a fold that had the value before it. */
    static Write<String, Line> event(long position, @Nullable Line before) {
        boolean removed = position % 11 == 0;
        long events = before == null ? 1 : before.events() + 1;
        return new Write<>(
                key(position),
                position,
                removed ? null : new Line(events, position, "x".repeat(200)));
    }

    static String key(long position) {
        return "key-" + Long.remainderUnsigned(position * 0x9E3779B97F4A7C15L, KEYS);
    }

    /** The view at a position. */
    static Map<String, Line> at(long position) {
        Map<String, Line> view = new TreeMap<>();
        for (long p = 1; p <= position; p++) {
            Write<String, Line> event = event(p, view.get(key(p)));
            if (event.value() == null) {
                view.remove(event.key());
            } else {
                view.put(event.key(), event.value());
            }
        }
        return view;
    }

    static Map<String, Line> scan(RedisKeyedStore<Line> store) {
        Map<String, Line> values = new TreeMap<>();
        store.scan(values::put);
        return values;
    }

    /** Fails with the first few keys that are not as the story has them at that position. */
    static void assertIsAt(long position, RedisKeyedStore<Line> store) {
        Map<String, Line> found = scan(store);
        Map<String, Line> expected = at(position);
        Set<String> keys = new TreeSet<>(found.keySet());
        keys.addAll(expected.keySet());
        assertThat(
                        keys.stream()
                                .filter(key -> !Objects.equals(found.get(key), expected.get(key)))
                                .limit(5)
                                .map(key ->
                                        key + ": " + found.get(key) + ", not " + expected.get(key)))
                .as("at " + position)
                .isEmpty();
    }

    /** Follows the story as the engine follows a journal. */
    static final class Follower {

        private final RedisKeyedStore<Line> store;
        private long position = -1;

        Follower(RedisKeyedStore<Line> store) {
            this.store = store;
        }

        long position() {
            return position;
        }

        /** Applies so many events; a failure leaves it to open the store again. */
        void follow(int events) {
            try {
                if (position < 0) {
                    position = store.open(Set.of(ALL)).of(ALL);
                }
                List<Write<String, Line>> writes = fold(position + 1, position + events);
                store.save(writes, Progress.all(position + events));
                position += events;
            } catch (StorageException failed) {
                position = -1;
                throw failed;
            }
        }

        private List<Write<String, Line>> fold(long first, long last) {
            List<String> keys = new ArrayList<>();
            for (long p = first; p <= last; p++) {
                keys.add(key(p));
            }
            Map<String, Stored<Line>> stored = store.load(keys);
            Map<String, @Nullable Line> values = new HashMap<>();
            stored.forEach((key, value) -> values.put(key, value.value()));
            List<Write<String, Line>> writes = new ArrayList<>();
            for (long p = first; p <= last; p++) {
                Stored<Line> known = stored.get(key(p));
                if (known == null || known.position() < p) {
                    Write<String, Line> write = event(p, values.get(key(p)));
                    values.put(write.key(), write.value());
                    writes.add(write);
                }
            }
            return writes;
        }
    }

    private record NotFoldedHere() implements Projection<Object, String, Line> {

        @Override
        public Collection<String> keys(Delivery<Object> delivery) {
            return List.of();
        }

        @Override
        public @Nullable Line fold(String key, @Nullable Line before, Delivery<Object> delivery) {
            return before;
        }
    }
}
