package dev.daybook.lucene;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.engine.view.ViewStore.Write;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An index as tests write and read it: all lanes together, at one position. */
final class Together {

    private Together() {}

    static long open(ViewStore<?, ?> store) {
        return store.open(Set.of(Lanes.ALL)).of(Lanes.ALL);
    }

    static <V> void save(ViewStore<String, V> store, List<Write<String, V>> writes, long position) {
        store.save(writes, Progress.all(position));
    }

    static <V> Map<String, V> load(ViewStore<String, V> store, Collection<String> keys) {
        Map<String, V> values = new HashMap<>();
        store.load(keys).forEach((key, stored) -> values.put(key, stored.value()));
        return values;
    }
}
