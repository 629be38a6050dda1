package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.archive.JournalParts.Part;
import dev.daybook.engine.journal.Journal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Of the journal goes only what the archive has. */
class DropperIT extends ArchiveFixture {

    @Test
    void aPartGoesOnlyWhenTheArchiveHasEveryEventOfIt() {
        MemoryBook book = book(1_000);
        archiver(book, archive(), 100).archive(MemoryBook.BEGIN.plusSeconds(700));
        long archived = ArchivedSegments.of(archive(), "main").last();
        Parts parts = new Parts(book, 250);
        assertThat(dropper(book, parts).drop(MemoryBook.BEGIN.minusSeconds(1))).isEmpty();
        List<Part> gone = dropper(book, parts).drop(MemoryBook.BEGIN.plusSeconds(400));
        assertThat(gone).isEqualTo(parts.gone).isNotEmpty();
        assertThat(gone.getLast().last())
                .isLessThanOrEqualTo(book.positionAt(MemoryBook.BEGIN.plusSeconds(400)));
        MemoryBook other = book(1_000);
        int next = (int) gone.getLast().last();
        other.events.set(next, MemoryBook.withHash(other.events.get(next), new byte[32]));
        assertThatThrownBy(() -> dropper(other, parts).drop(Instant.MAX))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("Position " + (next + 1));
        assertThat(parts.gone).isEqualTo(gone);
        dropper(book, parts).drop(Instant.MAX);
        assertThat(parts.gone.getLast().last())
                .isLessThan(archived)
                .isGreaterThan(archived - 2 * 250);
    }

    private Dropper dropper(Journal journal, JournalParts parts) {
        return new Dropper(journal, parts, archive(), (_, _, _) -> {});
    }

    /** Parts of equal size, which only notes what was dropped. */
    private static final class Parts implements JournalParts {

        private final MemoryBook book;
        private final int events;
        private final List<Part> gone = new ArrayList<>();

        Parts(MemoryBook book, int events) {
            this.book = book;
            this.events = events;
        }

        @Override
        public @Nullable Part oldest() {
            long begin = (long) events * gone.size();
            return begin + events < book.head().position()
                    ? new Part(begin + 1, begin + events)
                    : null;
        }

        @Override
        public boolean drop(Part oldest, String place) {
            assertThat(oldest).isEqualTo(oldest());
            return gone.add(oldest);
        }
    }
}
