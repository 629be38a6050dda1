package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Seeds;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is in an archive is what was recorded, or it is found out. */
class DamagedArchiveIT extends ArchiveFixture {

    @Test
    void whateverIsTamperedWithIsFound() throws IOException {
        Path place = directory.resolve("archive");
        archiver(book(300), archive(), 100).archiveAll();
        Map<String, byte[]> files = contents(place);
        List<String> names = new ArrayList<>(files.keySet());
        names.removeIf(ArchiveFixture::isClaim);
        Seeds.forEachSeed(
                300,
                random -> {
                    String name = names.get(random.nextInt(names.size()));
                    byte[] good = files.get(name);
                    byte[] bad = flipped(good, random);
                    if (random.nextInt(4) == 0) {
                        bad = Damage.to(good, random);
                    }
                    if (Arrays.equals(good, bad)) {
                        return;
                    }
                    overwrite(place.resolve(name), bad);
                    try {
                        assertThatThrownBy(() -> walked(archive()))
                                .as(name)
                                .isInstanceOf(ArchiveException.class);
                        MemoryBook fresh = new MemoryBook("main");
                        assertThatThrownBy(() -> restored(fresh, archive()))
                                .as(name)
                                .isInstanceOf(ArchiveException.class);
                    } finally {
                        overwrite(place.resolve(name), good);
                    }
                });
        walked(archive());
    }

    private static byte[] flipped(byte[] good, RandomGenerator random) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    @Test
    void aMissingFileIsFound() throws IOException {
        Path place = directory.resolve("archive");
        archiver(book(300), archive(), 100).archiveAll();
        Map<String, byte[]> files = contents(place);
        String last = files.keySet().stream().filter(n -> n.contains("manif")).toList().getLast();
        for (String name : files.keySet()) {
            if (isClaim(name)) {
                continue; // it is for archivers, and nothing of what is archived
            }
            if (name.equals(last)) {
                continue; // without it there is a whole archive of less: the book tells, see below
            }
            Files.delete(place.resolve(name));
            assertThatThrownBy(() -> walked(archive()))
                    .as(name)
                    .isInstanceOf(ArchiveException.class);
            overwrite(place.resolve(name), files.get(name));
        }
        walked(archive());
    }

    /** Someone who can write everything can forge everything, but not what the book remembers. */
    @Test
    void aForgedArchiveIsNotThatOfTheBook() {
        MemoryBook book = book(300);
        archiver(book, archive(), 100).archiveAll();
        BookComparison.requireSame(walked(archive()).head(), book, QUIET);
        MemoryBook forged = MemoryBook.filled("main", 300, Seeds.of(8));
        Archive other = new DirectoryArchive(directory.resolve("forged"));
        archiver(forged, other, 100).archiveAll();
        var head = walked(other).head();
        assertThatThrownBy(() -> BookComparison.requireSame(head, book, QUIET))
                .isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> archiver(book, other, 100).archiveAll())
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("another book");
    }

    @Test
    void aBookThatIsNotTrueIsNotArchived() {
        MemoryBook book = book(300);
        int at = 150;
        book.events.set(at, MemoryBook.withHash(book.events.get(at), new byte[32]));
        assertThatThrownBy(() -> archiver(book, archive(), 100).archiveAll())
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("not archived beyond position " + at);
        walked(archive());
        assertThat(ArchivedSegments.of(archive(), "main").last()).isBetween(100L, 110L);
    }
}
