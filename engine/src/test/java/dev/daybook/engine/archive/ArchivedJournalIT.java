package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.DroppedEvents;
import dev.daybook.engine.journal.DroppedEventsException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.fuzz.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An archive and the rest of a book are read as one journal. */
class ArchivedJournalIT extends ArchiveFixture {

    @Test
    void archiveAndBookAreReadAsOneJournal() {
        MemoryBook book = book(1_000);
        archiver(book, archive(), 100).archive(MemoryBook.BEGIN.plusSeconds(700));
        long archived = ArchivedSegments.of(archive(), "main").last();
        DroppedBeginning hot = new DroppedBeginning(book);
        AtomicInteger opened = new AtomicInteger();
        Archives archives =
                place -> {
                    assertThat(place).isEqualTo(archive().place());
                    opened.incrementAndGet();
                    return archive();
                };
        try (ArchivedJournal journal = new ArchivedJournal(hot, hot, archives)) {
            assertThat(rows(journal.read(0, 10_000))).isEqualTo(rows(book.read(0, 10_000)));
            assertThat(opened).as("nothing is dropped").hasValue(0);
            hot.drop(archived / 2, archive().place());
            requireSame(journal, book, archived);
            hot.drop(archived, archive().place()); // of which the journal learns by asking
            requireSame(journal, book, archived);
            assertThat(opened).hasValue(1);
        }
        hot.drop(archived + 1, archive().place());
        try (ArchivedJournal journal = new ArchivedJournal(hot, hot, archives)) {
            assertThatThrownBy(() -> journal.read(archived, 1))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("no position " + (archived + 1));
        }
        try (ArchivedJournal journal = new ArchivedJournal(hot, hot, Archives.NONE)) {
            assertThat(journal.read(archived + 1, 1)).hasSize(1);
            assertThatThrownBy(() -> journal.read(0, 1))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(archive().place());
        }
    }

    private static void requireSame(ArchivedJournal journal, MemoryBook book, long archived) {
        assertThat(rows(journal.read(0, 10_000))).isEqualTo(rows(book.read(0, 10_000)));
        Seeds.forEachSeed(
                200,
                random -> {
                    long after = random.nextLong(book.events.size());
                    long upTo = after + random.nextLong(1_500);
                    int limit = 1 + random.nextInt(300);
                    assertThat(rows(journal.read(after, limit)))
                            .isEqualTo(rows(book.read(after, limit)));
                    Instant instant =
                            MemoryBook.BEGIN.plusMillis(random.nextLong(1_100_000) - 50_000);
                    assertThat(journal.positionAt(instant)).isEqualTo(book.positionAt(instant));
                    EntityId entity = book.events.get((int) after).entity();
                    assertThat(rows(journal.read(entity, after, upTo, limit)))
                            .isEqualTo(rows(book.read(entity, after, upTo, limit)));
                });
        EntityId entity = Tallies.id("t3");
        assertThat(rows(journal.read(entity, archived - 200, archived + 200, 1_000)))
                .isEqualTo(rows(book.read(entity, archived - 200, archived + 200, 1_000)));
    }

    /** A book that refuses to be asked for its beginning. */
    private static final class DroppedBeginning implements Journal, DroppedEvents {

        private final MemoryBook book;
        private long dropped;
        private String place = "";

        DroppedBeginning(MemoryBook book) {
            this.book = book;
        }

        void drop(long upTo, String to) {
            dropped = upTo;
            place = to;
        }

        private void require(long after) {
            if (after < dropped) {
                throw new DroppedEventsException(dropped);
            }
        }

        @Override
        public Head head() {
            return book.head();
        }

        @Override
        public List<RecordedEvent> read(long after, int limit) {
            require(after);
            return book.read(after, limit);
        }

        @Override
        public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
            require(after);
            return book.read(entity, after, upTo, limit);
        }

        @Override
        public long positionAt(Instant instant) {
            long position = book.positionAt(instant);
            require(position - 1);
            return position;
        }

        @Override
        public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
            return book.snapshot(entity, upTo);
        }

        @Override
        public String place() {
            return place;
        }

        /** Also names the events of others, as a store may. */
        @Override
        public List<Long> candidates(EntityId entity, long after, long upTo, int limit) {
            return book.events.stream()
                    .filter(event -> event.entity().equals(entity) || event.position() % 7 == 0)
                    .map(RecordedEvent::position)
                    .filter(position -> position > after && position <= upTo)
                    .limit(limit)
                    .toList();
        }
    }
}
