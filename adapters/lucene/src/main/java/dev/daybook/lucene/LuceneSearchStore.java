package dev.daybook.lucene;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.search.Question;
import dev.daybook.search.SearchFields;
import dev.daybook.search.Words;

import org.apache.avro.SchemaNormalization;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The documents of one search view, in a directory of their own. {@link #open}, {@link #save},
 * {@link #drop()} and {@link #close()} are for one thread; everything else for any number of
 * threads, at the same time.
 *
 * <p>What is saved can be found and loaded at once, and is made durable later, together with its
 * position: it begins with the first save that comes {@value #COMMIT_SECONDS} seconds after the
 * last time or that would make them more than {@value #UNCOMMITTED_MAX} documents, while saves go
 * on, and is waited for on close. After a crash {@link #open} returns the last durable position,
 * and the events after it are to be applied again. A write whose event is not after that position
 * would not be, and is made durable at once.
 *
 * <p>What is not durable yet is also kept in memory: should Lucene give up (it does so for good
 * when the disk is full), the next save makes the index again from its last commit and from there.
 *
 * <p>A question's words are matched as {@link Question} says. Without a sort, what it matches best
 * comes first, and equal matches, or all documents when it has no words, newest first: by the time
 * {@code recordedAt} when the document has one of that name, else by the first of its times, else
 * by id. Of facets the {@value Question#FACET_VALUES_MAX} most frequent values are told.
 *
 * @param <V> the record class of the documents; see {@link dev.daybook.engine.view.Searchable}
 */
public final class LuceneSearchStore<V> implements ViewStore<String, V>, SearchIndex<V> {

    private static final Logger log = LoggerFactory.getLogger(LuceneSearchStore.class);

    static final int COMMIT_SECONDS = 5;
    static final int UNCOMMITTED_MAX = 20_000;

    /**
     * What is saved is a segment to be flushed, opened and later merged, for one document as for a
     * hundred: some milliseconds of processor time each.
     */
    private static final Duration PACE = Duration.ofMillis(40);

    /** Raised when documents are indexed in another way, so that indices are built anew. */
    private static final String FORMAT = "1";

    private final Path path;
    private final UnaryOperator<Directory> disk;
    private final SearchFields fields;
    private final Documents<V> documents;
    private final Analyzer analyzer = Words.analyzer();
    private final String shape;
    private volatile @Nullable OpenIndex index;

    // Of the writing thread.
    private Map<String, @Nullable V> uncommitted = new HashMap<>();
    private @Nullable Commit<V> running;
    private volatile long position; // read by others
    private long committed;
    private long committedAtNanos;
    private boolean broken;

    /** What is being made durable. */
    private record Commit<V>(
            long position, Map<String, @Nullable V> documents, CompletableFuture<Void> done) {}

    /**
     * @param type the record class of the documents
     * @param path a directory that nothing else uses; created when missing
     * @throws IllegalArgumentException when the record cannot be stored or searched as it says
     */
    public LuceneSearchStore(Class<V> type, Path path) {
        this(type, path, UnaryOperator.identity());
    }

    /**
     * @param disk stands between the index and its files
     */
    LuceneSearchStore(Class<V> type, Path path, UnaryOperator<Directory> disk) {
        RecordCodec<V> codec = RecordCodec.of(type);
        this.path = path;
        this.disk = disk;
        this.fields = new SearchFields(type);
        this.documents = new Documents<>(codec, fields);
        long fingerprint = SchemaNormalization.parsingFingerprint64(codec.schema());
        this.shape = FORMAT + ' ' + Long.toHexString(fingerprint) + ' ' + fields.shape();
    }

    @Override
    public Progress open(Set<Integer> lanes) {
        if (!lanes.equals(Set.of(Lanes.ALL))) {
            throw new IllegalArgumentException(
                    "The index "
                            + path
                            + " is of one process, which follows all lanes together, not "
                            + lanes
                            + '.');
        }
        try {
            if (index != null) {
                index = writable(); // whoever asks again has seen it fail
                return Progress.all(position);
            }
            OpenIndex opened = OpenIndex.open(path, disk, analyzer, fields, shape);
            uncommitted.clear();
            running = null;
            committed = opened.committed();
            position = committed;
            committedAtNanos = System.nanoTime();
            broken = false;
            index = opened;
            return Progress.all(position);
        } catch (IOException failed) {
            throw failed("cannot be opened", failed);
        }
    }

    @Override
    public Map<String, Stored<V>> load(Collection<String> keys) {
        Map<String, Stored<V>> found = new HashMap<>();
        read(searcher -> documents.load(searcher, keys))
                .forEach((key, document) -> found.put(key, new Stored<>(document, 0)));
        return found;
    }

    @Override
    public Progress progress() {
        return Progress.all(position);
    }

    @Override
    public void save(List<Write<String, V>> writes, Progress progress) {
        save(writes, progress.lanes().isEmpty() ? position : progress.of(Lanes.ALL));
    }

    private void save(List<Write<String, V>> writes, long position) {
        Map<String, @Nullable V> latest = new LinkedHashMap<>();
        writes.forEach(write -> latest.put(write.key(), write.value()));
        boolean saved = false;
        try {
            OpenIndex open = writable();
            // Before anything of this call is done, so that nothing of it counts if this fails.
            if (running != null && running.done.isDone()) {
                finishCommit();
            }
            if (isCommitDue(latest.size())) {
                finishCommit();
                beginCommit(open, this.position);
            }
            apply(open, latest);
            if (writes.stream().anyMatch(write -> write.position() <= fixed())) {
                finishCommit();
                beginCommit(open, position);
                finishCommit();
            } else {
                uncommitted.putAll(latest);
            }
            this.position = position;
            saved = true;
        } catch (IOException | AlreadyClosedException failed) {
            throw failed("cannot be written", failed);
        } finally {
            broken = !saved;
        }
    }

    @Override
    public Duration pace(boolean changed) {
        return changed ? PACE : Duration.ZERO;
    }

    @Override
    public void scan(BiConsumer<String, V> each) {
        this.<@Nullable Void>read(searcher -> {
            documents.scan(searcher, each);
            return null;
        });
    }

    @Override
    public Result<V> search(Query query) {
        Question question = Question.of(query, fields, shape);
        return read(
                searcher -> documents.search(searcher, question, query.limit(), query.facets()));
    }

    @Override
    public void drop() {
        try {
            OpenIndex open = index;
            index = null;
            running = null; // closing waits for what it is doing
            if (open != null) {
                open.close();
            }
            OpenIndex.clear(path);
        } catch (IOException failed) {
            throw failed("cannot be removed", failed);
        }
    }

    @Override
    public void close() {
        OpenIndex open = index;
        index = null;
        if (open == null) {
            return;
        }
        try (open) {
            finishCommit();
            if (!broken && position != committed) {
                beginCommit(open, position);
                finishCommit();
            }
        } catch (IOException | AlreadyClosedException failed) {
            log.warn(
                    "The index {} was closed at position {} and lost what came after it: {}",
                    path,
                    committed,
                    failed.toString());
        }
    }

    /** The position from which a crash would make the view start again, at most. */
    private long fixed() {
        return running == null ? committed : running.position;
    }

    private boolean isCommitDue(int more) {
        boolean late =
                running == null
                        && System.nanoTime() - committedAtNanos
                                >= Duration.ofSeconds(COMMIT_SECONDS).toNanos();
        return position != fixed() && (late || uncommitted.size() + more > UNCOMMITTED_MAX);
    }

    /** Begins to make durable what has been saved; the disk is waited for by another thread. */
    private void beginCommit(OpenIndex open, long upTo) {
        running = new Commit<>(upTo, uncommitted, open.commit(upTo));
        uncommitted = new HashMap<>();
        committedAtNanos = System.nanoTime();
    }

    /** Waits for the commit that is running, if one is. */
    private void finishCommit() throws IOException {
        Commit<V> finishing = running;
        if (finishing == null) {
            return;
        }
        running = null;
        try {
            finishing.done.join();
            committed = finishing.position;
        } catch (CompletionException failed) {
            Map<String, @Nullable V> all = new HashMap<>(finishing.documents);
            all.putAll(uncommitted);
            uncommitted = all;
            throw new IOException(
                    failed.getCause() == null ? null : failed.getCause().getMessage(), failed);
        }
    }

    private void apply(OpenIndex open, Map<String, @Nullable V> latest) throws IOException {
        if (!latest.isEmpty()) {
            documents.write(open.writer(), latest);
            open.searchers().maybeRefreshBlocking();
        }
    }

    /** The index, made again when the last save left it in doubt. */
    private OpenIndex writable() throws IOException {
        OpenIndex open = opened();
        if (!broken) {
            return open;
        }
        try (open) {
            finishCommit();
        } catch (IOException | AlreadyClosedException lost) {
            log.debug("The index {} could not be closed well: {}", path, lost.toString());
        }
        OpenIndex again = OpenIndex.open(path, disk, analyzer, fields, shape);
        try {
            if (again.committed() < committed) {
                throw new IOException(
                        "It was at position "
                                + committed
                                + " and is at "
                                + again.committed()
                                + ". Start again to have it built anew.");
            }
            apply(again, uncommitted);
        } catch (IOException | RuntimeException failed) {
            again.close();
            throw failed;
        }
        index = again;
        committed = again.committed(); // a commit may have succeeded and failed to say so
        broken = false;
        log.info("The index {} was made whole again at position {}.", path, position);
        return again;
    }

    private OpenIndex opened() {
        OpenIndex open = index;
        if (open == null) {
            throw failed("is not open", new IllegalStateException("not open"));
        }
        return open;
    }

    private interface Reading<T extends @Nullable Object> {
        T with(IndexSearcher searcher) throws IOException;
    }

    private <T extends @Nullable Object> T read(Reading<T> reading) {
        OpenIndex open = opened();
        try {
            IndexSearcher searcher = open.searchers().acquire();
            try {
                return reading.with(searcher);
            } finally {
                open.searchers().release(searcher);
            }
        } catch (IOException | AlreadyClosedException failed) {
            throw failed("cannot be read", failed);
        }
    }

    private StorageException failed(String what, Exception cause) {
        String reason = cause.getMessage();
        return new StorageException(
                "The index " + path + ' ' + what + (reason == null ? "." : ": " + reason), cause);
    }
}
