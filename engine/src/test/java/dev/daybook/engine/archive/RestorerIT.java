package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.fuzz.Seeds;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.random.RandomGenerator;

/** What was archived becomes the same book again. */
class RestorerIT extends ArchiveFixture {

    @Test
    void aBookThatIsRestoredIsTheOneThatWasArchived() {
        MemoryBook book = book(2_000);
        List<Manifest> written = archiver(book, archive(), 500).archiveAll();
        assertThat(written).hasSizeGreaterThan(4);
        assertThat(walked(archive()).head().isSameAs(book.head())).isTrue();
        MemoryBook fresh = new MemoryBook("main");
        Restored restored = restored(fresh, archive());
        assertSame(fresh, book);
        assertThat(restored.events()).isEqualTo(book.events.size());
        assertThat(restored.commands() + restored.refused()).isEqualTo(book.commands.size());
        assertThat(restored.entities()).isEqualTo(20);
        assertThat(fresh.snapshots).hasSize((int) restored.snapshots()).isNotEmpty();
    }

    @Test
    void aSealedArchiveGoesOnBehindItsShorterSegment() {
        RandomGenerator random = Seeds.of(3);
        MemoryBook book = new MemoryBook("main");
        for (int i = 0; i < 900; i++) {
            book.command(random, i);
            if (i % 50 == 0 && book.head().position() > 0) {
                archiver(book, archive(), 100).archiveAll();
            }
        }
        archiver(book, archive(), 100).archiveAll();
        MemoryBook fresh = new MemoryBook("main");
        restored(fresh, archive());
        assertSame(fresh, book);
    }

    @Test
    void anInterruptedRestorationGoesOnWhereItStopped() {
        MemoryBook book = book(9_000);
        archiver(book, archive(), 4_000).archiveAll();
        for (int commits = 0; ; commits++) {
            MemoryBook fresh = new MemoryBook("main");
            fresh.commitsLeft = commits;
            try {
                restored(fresh, archive());
                assertThat(commits).isGreaterThanOrEqualTo(4);
                break;
            } catch (StorageException gone) {
                long before = fresh.head().position();
                fresh.commitsLeft = Integer.MAX_VALUE;
                assertThat(restored(fresh, archive()).resumedAt()).isEqualTo(before);
            }
            assertSame(fresh, book);
        }
    }

    @Test
    void anotherBookIsNotRestoredInto() {
        archiver(book(300), archive(), 100).archiveAll();
        MemoryBook other = MemoryBook.filled("main", 100, Seeds.of(9));
        assertThatThrownBy(() -> restored(other, archive()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("other events");
        assertThatThrownBy(() -> restored(new MemoryBook("branch"), archive()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("nothing of the book 'branch'");
    }
}
