package dev.daybook.lucene;

import dev.daybook.search.SearchFields;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NativeFSLockFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An index on disk with its writer and its searchers. Held by one process at a time; a process that
 * was killed does not hold it any more.
 *
 * <p>Each commit carries the position up to which it is complete and the shape of its documents.
 */
final class OpenIndex implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(OpenIndex.class);

    /** Held, because java.util.logging forgets a logger and its level when nobody holds it. */
    private static final java.util.logging.Logger VECTORS =
            java.util.logging.Logger.getLogger(
                    "org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        // It asks for "--add-modules jdk.incubator.vector", which matters little without vectors,
        // and
        // with which the JDK would print a warning of its own.
        VECTORS.setLevel(java.util.logging.Level.SEVERE);
    }

    private static final String POSITION = "position";
    private static final String SHAPE = "shape";

    private static final double RAM_BUFFER_MB = 64;

    /** Merges that may wait before the writing thread is made to wait for them. */
    private static final int MERGES_MAX = 6;

    private final NewSegmentsInMemory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final String shape;

    private OpenIndex(
            NewSegmentsInMemory directory, Analyzer analyzer, SearchFields fields, String shape)
            throws IOException {
        this.directory = directory;
        this.writer = new IndexWriter(directory, settings(analyzer, fields));
        this.shape = shape;
        try {
            this.searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException | RuntimeException unreadable) {
            writer.rollback();
            throw unreadable;
        }
    }

    /**
     * Opens what is there, or begins anew when there is nothing, when it cannot be read, or when it
     * holds documents of another shape.
     */
    static OpenIndex open(
            Path path,
            UnaryOperator<Directory> disk,
            Analyzer analyzer,
            SearchFields fields,
            String shape)
            throws IOException {
        Files.createDirectories(path);
        OpenIndex index;
        try {
            index = attempt(path, disk, analyzer, fields, shape);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | NoSuchFileException
                | FileNotFoundException
                | IllegalArgumentException unusable) {
            log.warn(
                    "The index {} cannot be used and is built anew: {}", path, unusable.toString());
            clear(path);
            return attempt(path, disk, analyzer, fields, shape);
        }
        if (index.isUsed() && !shape.equals(index.commitData().get(SHAPE))) {
            log.info("The index {} holds documents of another shape and is built anew.", path);
            index.close();
            clear(path);
            return attempt(path, disk, analyzer, fields, shape);
        }
        return index;
    }

    private static OpenIndex attempt(
            Path path,
            UnaryOperator<Directory> disk,
            Analyzer analyzer,
            SearchFields fields,
            String shape)
            throws IOException {
        FSDirectory files = FSDirectory.open(path, NativeFSLockFactory.INSTANCE);
        NewSegmentsInMemory directory = new NewSegmentsInMemory(disk.apply(files));
        try {
            return new OpenIndex(directory, analyzer, fields, shape);
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    /** Deletes the files of an index that nobody holds. */
    static void clear(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files =
                    entries.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith(IndexWriter.WRITE_LOCK_NAME))
                            .toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static IndexWriterConfig settings(Analyzer analyzer, SearchFields fields) {
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(MERGES_MAX, 1);
        IndexWriterConfig settings = new IndexWriterConfig(analyzer);
        String dated = fields.dated();
        if (dated != null) {
            settings.setLeafSorter(newestFirst(dated));
        }
        return settings.setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
                .setRAMBufferSizeMB(RAM_BUFFER_MB)
                .setMergePolicy(new TieredMergePolicy())
                .setMergeScheduler(merges)
                .setUseCompoundFile(false)
                .setMaxFullFlushMergeWaitMillis(0) // merges are for their own thread, not for saves
                .setCommitOnClose(false);
    }

    /**
     * Segments in the order of their newest documents. Whoever asks for the newest has a full page
     * after the first few, and skips the others.
     */
    private static Comparator<LeafReader> newestFirst(String dated) {
        return Comparator.<LeafReader>comparingLong(segment -> newest(segment, dated)).reversed();
    }

    private static long newest(LeafReader segment, String dated) {
        try {
            byte[] newest = PointValues.getMaxPackedValue(segment, dated);
            return newest == null ? Long.MIN_VALUE : LongPoint.decodeDimension(newest, 0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    IndexWriter writer() {
        return writer;
    }

    SearcherManager searchers() {
        return searchers;
    }

    /** The position of the last commit; 0 when there is none. */
    long committed() {
        return Long.parseLong(commitData().getOrDefault(POSITION, "0"));
    }

    /**
     * Begins to make everything durable, together with the position up to which it is complete.
     * Returns as soon as the content is fixed: what is written from then on is no part of it, and
     * need not wait for the disk. One at a time.
     *
     * @return done when it is durable, or has failed
     */
    CompletableFuture<Void> commit(long position) {
        Map<String, String> data = Map.of(POSITION, Long.toString(position), SHAPE, shape);
        writer.setLiveCommitData(data.entrySet());
        // A commit is a copy of the list of segments; Lucene makes first the list durable, and then
        // their files. From then on nothing that is written gets into it.
        CompletableFuture<Void> fixed = new CompletableFuture<>();
        directory.beforeSync(() -> fixed.complete(null));
        CompletableFuture<Void> durable = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("daybook-index-commit")
                .daemon()
                .start(() -> {
                    try {
                        writer.commit();
                        durable.complete(null);
                    } catch (Throwable failed) { // whatever it is, the writing thread has to know
                        durable.completeExceptionally(failed);
                    } finally {
                        fixed.complete(null);
                    }
                });
        fixed.join();
        return durable;
    }

    /** Gives up what is not committed, and merges that are under way; they can be done again. */
    @Override
    public void close() throws IOException {
        try (directory) {
            try {
                searchers.close();
            } finally {
                writer.rollback();
            }
        }
    }

    private boolean isUsed() {
        return writer.getDocStats().maxDoc > 0 || !commitData().isEmpty();
    }

    private Map<String, String> commitData() {
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }
}
