package dev.daybook.lucene;

import static dev.daybook.lucene.DurabilityIT.contents;
import static dev.daybook.lucene.DurabilityIT.numbers;
import static dev.daybook.lucene.Together.load;
import static dev.daybook.lucene.Together.open;
import static dev.daybook.lucene.Together.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.testkit.search.Payment;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A disk that is full for a while. */
class FailingDiskTest {

    @TempDir Path directory;
    private volatile boolean full;

    private final class Disk extends FilterDirectory {

        Disk(Directory disk) {
            super(disk);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            refuseWhenFull();
            return super.createOutput(name, context);
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
            refuseWhenFull();
            super.sync(names);
        }

        private void refuseWhenFull() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void aSaveThatFailedDoesNotCountAndTheStoreGoesOnWhenTheDiskDoes() {
        LuceneSearchStore<Payment> store =
                new LuceneSearchStore<>(Payment.class, directory, Disk::new);
        open(store);
        save(store, numbers(0, 100, 1), 1);
        List<Write<String, Payment>> retried = numbers(0, 50, 0); // has to be durable, and cannot
        save(store, List.of(new Write<>("p7", 2, Payment.of(7, "seven"))), 2);
        full = true;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> save(store, retried, 2))
                    .withMessageContaining("No space left on device");
        }
        full = false;
        save(store, numbers(100, 200, 3), 3);
        assertThat(load(store, List.of("p7"))).isEqualTo(Map.of("p7", Payment.of(7, "seven")));
        assertThat(contents(store)).hasSize(200);
        store.close();
        try (LuceneSearchStore<Payment> again = DurabilityIT.store(directory)) {
            assertThat(open(again)).isEqualTo(3);
            assertThat(contents(again)).hasSize(200);
        }
    }

    /** It stayed closed for ever: whoever follows the journal reads before it saves. */
    @Test
    void aStoreThatCouldNotBeMadeWholeWhileTheDiskWasFullCanBeReadAfterwards() {
        LuceneSearchStore<Payment> store =
                new LuceneSearchStore<>(Payment.class, directory, Disk::new);
        open(store);
        save(store, numbers(0, 100, 1), 1);
        List<Write<String, Payment>> retried = numbers(0, 50, 0); // has to be durable, and cannot
        full = true;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> save(store, retried, 2));
        }
        full = false;
        assertThat(open(store)).isEqualTo(1);
        assertThat(load(store, List.of("p7"))).hasSize(1);
        save(store, retried, 2);
        assertThat(contents(store)).hasSize(100);
        store.close();
    }

    @Test
    void aDiskThatIsFullAtTheEndCostsOnlyWhatWasNotDurable() {
        LuceneSearchStore<Payment> store =
                new LuceneSearchStore<>(Payment.class, directory, Disk::new);
        open(store);
        save(store, numbers(0, 100, 0), 1); // position 0 is not after position 0: durable at once
        save(store, numbers(100, 200, 2), 2);
        full = true;
        store.close();
        try (LuceneSearchStore<Payment> again = DurabilityIT.store(directory)) {
            assertThat(open(again)).isEqualTo(1);
            assertThat(contents(again)).hasSize(100);
        }
    }

    /** A disk that takes its time with segments; Lucene waits for the short list of them itself. */
    private final class Slow extends FilterDirectory {

        Slow(Directory disk) {
            super(disk);
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
            boolean isList = names.stream().allMatch(name -> name.contains("segments"));
            try {
                if (!isList && !free.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("too slow");
                }
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            super.sync(names);
        }
    }

    private final CountDownLatch free = new CountDownLatch(1);

    @Test
    void savesGoOnWhileTheDiskIsWaitedFor(@TempDir Path crashed) throws IOException {
        int many = LuceneSearchStore.UNCOMMITTED_MAX;
        LuceneSearchStore<Payment> store =
                new LuceneSearchStore<>(Payment.class, directory, Slow::new);
        open(store);
        save(store, numbers(0, many, 1), 1);
        save(store, numbers(many, many + 1, 2), 2); // begins to make what was there durable
        save(store, numbers(0, 1, 3), 3);
        assertThat(contents(store)).hasSize(many + 1);
        free.countDown();
        assertThat(contents(store)).hasSize(many + 1);
        save(store, numbers(0, 1, 1), 3); // a retried one waits for both
        DurabilityIT.copy(directory, crashed);
        store.close();
        try (LuceneSearchStore<Payment> again = DurabilityIT.store(crashed)) {
            assertThat(open(again)).isEqualTo(3);
            assertThat(contents(again)).hasSize(many + 1);
        }
    }

    @Test
    void whatIsSavedDuringACommitIsNoPartOfIt(@TempDir Path crashed) throws Exception {
        int many = LuceneSearchStore.UNCOMMITTED_MAX;
        LuceneSearchStore<Payment> store =
                new LuceneSearchStore<>(Payment.class, directory, Slow::new);
        open(store);
        save(store, numbers(0, many, 1), 1);
        save(store, numbers(many, many + 1, 2), 2);
        free.countDown();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(directory.resolve("segments_1")) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        DurabilityIT.copy(directory, crashed);
        store.close();
        try (LuceneSearchStore<Payment> again = DurabilityIT.store(crashed)) {
            assertThat(open(again)).isEqualTo(1);
            assertThat(contents(again)).hasSize(many).doesNotContainKey("p" + many);
        }
    }

    @Test
    void aNewSegmentIsNoFileUntilItIsDurable() throws IOException {
        try (LuceneSearchStore<Payment> store = DurabilityIT.store(directory)) {
            open(store);
            save(store, numbers(0, 100, 1), 1);
            assertThat(contents(store)).hasSize(100);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactly("write.lock");
            }
        }
    }
}
