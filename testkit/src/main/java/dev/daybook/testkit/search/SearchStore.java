package dev.daybook.testkit.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Query;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.engine.view.ViewStore.Write;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store of payments as tests write and read it: all lanes together, at one position. */
public record SearchStore(ViewStore<String, Payment> store, SearchIndex<Payment> index)
        implements AutoCloseable {

    public static <S extends ViewStore<String, Payment> & SearchIndex<Payment>> SearchStore of(
            S both) {
        return new SearchStore(both, both);
    }

    public long open() {
        return store.open(Set.of(Lanes.ALL)).of(Lanes.ALL);
    }

    public void save(List<Write<String, Payment>> writes, long position) {
        store.save(writes, Progress.all(position));
    }

    public Map<String, Payment> load(Collection<String> ids) {
        Map<String, Payment> values = new HashMap<>();
        store.load(ids).forEach((id, stored) -> values.put(id, stored.value()));
        return values;
    }

    public Result<Payment> search(Query query) {
        return index.search(query);
    }

    /** Everything there is, by id. */
    public Map<String, Payment> contents() {
        Map<String, Payment> contents = new HashMap<>();
        store.scan((id, value) -> assertThat(contents.put(id, value)).as("twice").isNull());
        return contents;
    }

    /** All ids of an answer, page by page; {@code between} is done after each page. */
    List<String> allIds(Query query, int limit, Runnable between) {
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Result<Payment> result = search(Payment.page(query, cursor, limit));
            ids.addAll(Payment.ids(result));
            cursor = result.next();
            between.run();
        } while (cursor != null);
        return ids;
    }

    @Override
    public void close() {
        store.close();
    }
}
