package dev.daybook.elasticsearch;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchView;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.search.Question;
import dev.daybook.search.SearchFields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The documents of one search view of one book, in an index of a cluster. {@link #open}, {@link
 * #save} and {@link #drop()} are for one thread; everything else for any number of threads, at the
 * same time. Any number of nodes may have the same view open, each for lanes of its own.
 *
 * <p>A save writes documents, has Elasticsearch make them searchable, and moves the watermark then:
 * three requests, and more only when there is much to write. Whatever fails between them, saving
 * the same again does the rest. A cluster that cannot be reached, is overloaded, has no room left
 * or lost the index is a {@link StorageException}; a document that it will never take is an {@link
 * IllegalArgumentException}.
 *
 * <p>A question is answered as {@link dev.daybook.search} says, in the order of which no statistics
 * of the index are part.
 *
 * @param <V> the record class of the documents; see {@link dev.daybook.engine.view.Searchable}
 */
public final class ElasticsearchStore<V> implements ViewStore<String, V>, SearchIndex<V> {

    /**
     * What is made searchable is a segment, for one document as for a thousand: some milliseconds
     * of processor time on every copy, and as many again to merge it.
     */
    private static final Duration PACE = Duration.ofMillis(100);

    private final ElasticsearchCluster cluster;
    private final String book;
    private final SearchFields fields;
    private final IndexShape shape;
    private final ViewIndex index;
    private final Documents<V> documents;
    private volatile @Nullable Opened opened;

    /**
     * Whether documents may be there that no search finds yet: what a failed save wrote is not
     * written again, as looking it up finds it.
     */
    private boolean unrefreshed = true;

    /** An index as it was made at some time, and how far it is. */
    private record Opened(String making, Watermark watermark) {}

    /**
     * @param book lower-case letters, digits and underscores; names the index as well
     * @throws IllegalArgumentException when the record of the view cannot be stored or searched as
     *     it says
     */
    public ElasticsearchStore(ElasticsearchCluster cluster, String book, SearchView<?, V> view) {
        this(cluster, book, view.id(), view.valueType());
    }

    ElasticsearchStore(ElasticsearchCluster cluster, String book, String view, Class<V> type) {
        if (!book.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "A book is named by lower-case letters, digits and underscores, not " + book);
        }
        RecordCodec<V> codec = RecordCodec.of(type);
        this.cluster = cluster;
        this.book = book;
        this.fields = new SearchFields(type);
        this.shape = new IndexShape(codec, fields);
        this.index = new ViewIndex(cluster, book, view, shape);
        this.documents = new Documents<>(codec, fields);
    }

    @Override
    public Progress open(Set<Integer> lanes) {
        Watermark.create(cluster, book);
        unrefreshed = true;
        String making = index.open();
        Watermark watermark = new Watermark(cluster, book, making);
        Progress stored = Progress.of(watermark.open());
        opened = new Opened(making, watermark);
        Map<Integer, Long> positions = new HashMap<>();
        lanes.forEach(lane -> positions.put(lane, stored.of(lane)));
        return Progress.of(positions);
    }

    @Override
    public Map<String, Stored<V>> load(Collection<String> keys) {
        return documents.load(cluster, opened().making, keys);
    }

    @Override
    public void save(List<Write<String, V>> writes, Progress progress) {
        Opened open = opened();
        Map<String, Write<String, V>> latest = new LinkedHashMap<>();
        writes.forEach(write -> latest.put(write.key(), write));
        if (!latest.isEmpty()) {
            BulkWrite bulk = new BulkWrite(cluster, open.making);
            latest.values().forEach(write -> bulk.add(documents.lines(write)));
            unrefreshed = true;
            bulk.flush();
        }
        if (unrefreshed) {
            cluster.send("POST", '/' + open.making + "/_refresh")
                    .requiredOfAllShards("make documents searchable");
            unrefreshed = false;
        }
        open.watermark.move(progress.positions());
    }

    @Override
    public Progress progress() {
        return Progress.of(opened().watermark.read());
    }

    @Override
    public Duration pace(boolean changed) {
        return PACE; // to note how far it is takes a request of its own
    }

    @Override
    public void scan(BiConsumer<String, V> each) {
        new Scan(cluster, opened().making)
                .forEach(found ->
                        each.accept(
                                found.path("_id").stringValue(),
                                documents.decode(found.path("_source"))));
    }

    @Override
    public Result<V> search(Query query) {
        Question question = Question.of(query, fields, shape.words());
        return documents.search(cluster, opened().making, question, query.limit(), query.facets());
    }

    @Override
    public void drop() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            open.watermark.remove();
        }
        index.drop();
    }

    /** The cluster stays open: it is shared. */
    @Override
    public void close() {
        opened = null;
    }

    private Opened opened() {
        Opened open = opened;
        if (open == null) {
            String message = "The index " + index.name() + " is not open.";
            throw new StorageException(message, new IOException(message));
        }
        return open;
    }
}
