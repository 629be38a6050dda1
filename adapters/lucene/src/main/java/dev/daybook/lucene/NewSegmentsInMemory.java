package dev.daybook.lucene;

import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FlushInfo;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NRTCachingDirectory;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps new segments in memory until they are merged or made durable, all of their files.
 *
 * <p>Lucene's own class does so for the files that it knows to be small. The stored fields are
 * begun with the first document, when nobody knows how large they get, and would go to the disk:
 * five files for each refresh, dozens of times a second. To make and delete so many can cost a file
 * system without a journal more than a millisecond each, as ext4 then looks for an inode that was
 * not deleted in the last seconds.
 */
final class NewSegmentsInMemory extends NRTCachingDirectory {

    /** Segments as small as most refreshes make them. */
    private static final double SEGMENT_MAX_MB = 8;

    private static final double ALL_MAX_MB = 48;

    /**
     * What a file of unknown size is taken for. It may become larger: as large as the stored fields
     * of {@value LuceneSearchStore#UNCOMMITTED_MAX} documents, after which all is made durable and
     * leaves the memory.
     */
    private static final IOContext UNKNOWN = IOContext.flush(new FlushInfo(1, 1 << 20));

    /** A file is written once and never changed, so that it need not be made durable twice. */
    private final Set<String> durable = ConcurrentHashMap.newKeySet();

    private volatile Runnable beforeSync = () -> {};

    NewSegmentsInMemory(Directory files) {
        super(files, SEGMENT_MAX_MB, ALL_MAX_MB);
    }

    /** Does something whenever files are about to be made durable; by the thread that does it. */
    void beforeSync(Runnable action) {
        beforeSync = action;
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        beforeSync.run();
        List<String> fresh = names.stream().filter(name -> !durable.contains(name)).toList();
        super.sync(fresh);
        durable.addAll(fresh);
    }

    @Override
    public synchronized void deleteFile(String name) throws IOException {
        durable.remove(name);
        super.deleteFile(name);
    }

    @Override
    public void rename(String source, String target) throws IOException {
        durable.remove(source);
        durable.remove(target);
        super.rename(source, target);
    }

    @Override
    protected boolean doCacheWrite(String name, IOContext context) {
        boolean isUnknown = context.mergeInfo() == null && context.flushInfo() == null;
        return super.doCacheWrite(name, isUnknown && !isList(name) ? UNKNOWN : context);
    }

    /** The list of segments is what a commit is; it is written to the disk and nowhere else. */
    private static boolean isList(String name) {
        return name.startsWith(IndexFileNames.SEGMENTS)
                || name.startsWith(IndexFileNames.PENDING_SEGMENTS);
    }
}
