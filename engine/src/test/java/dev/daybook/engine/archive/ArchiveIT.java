package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.archive.JournalParts.Part;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.DroppedEvents;
import dev.daybook.engine.journal.DroppedEventsException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What is archived is what was recorded, is found out when it is not, and becomes a book again. */
class ArchiveIT {

    private static final ArchiveProgress QUIET = (what, done, total) -> {};

    @TempDir private Path directory;

    private static MemoryBook book(int commands) {
        return MemoryBook.filled("main", commands, Seeds.of(7));
    }

    private Archive archive() {
        return new DirectoryArchive(directory.resolve("archive"));
    }

    private static Archiver archiver(MemoryBook book, Archive archive, int segmentEvents) {
        return new Archiver(book, Tallies.DOMAIN.events(), archive, segmentEvents, QUIET);
    }

    private static ArchiveWalk walked(Archive archive) {
        ArchiveWalk walk =
                new ArchiveWalk(
                        archive,
                        ArchivedSegments.of(archive, "main"),
                        QUIET,
                        new ArchiveWalk.Visitor() {});
        walk.walk();
        return walk;
    }

    private static Restored restored(MemoryBook into, Archive archive) {
        return new Restorer<>(Tallies.DOMAIN, into, archive, QUIET).restore();
    }

    private static void assertSame(MemoryBook restored, MemoryBook book) {
        assertThat(restored.head().isSameAs(book.head())).isTrue();
        assertThat(restored.head().lanes()).isEqualTo(book.head().lanes());
        assertThat(restored.head().recordedAt()).isEqualTo(book.head().recordedAt());
        assertThat(rows(restored.events)).isEqualTo(rows(book.events));
        assertThat(restored.states).isEqualTo(book.states);
        assertThat(commands(restored)).isEqualTo(commands(book));
    }

    /** All that an event says, hash included, in a form that is quickly compared. */
    private static List<String> rows(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> Spool.hex(ArchiveWalk.EVENTS.encode(ArchivedEvent.of(event))))
                .toList();
    }

    private static Map<UUID, String> commands(MemoryBook book) {
        Map<UUID, String> rows = new TreeMap<>();
        book.commands.forEach((id, command) ->
                rows.put(id, Spool.hex(ArchiveWalk.COMMANDS.encode(ArchivedCommand.of(command)))));
        return rows;
    }

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
    void aSegmentEndsWithACommand() {
        MemoryBook book = book(1_000);
        for (Manifest manifest : archiver(book, archive(), 100).archiveAll()) {
            assertThat(book.committed(manifest.last() - 1, manifest.last())).hasSize(1);
        }
    }

    @Test
    void onlyWholeSegmentsThatAreOldEnoughAreArchived() {
        MemoryBook book = book(1_000);
        Instant cutoff = MemoryBook.BEGIN.plusSeconds(400);
        List<Manifest> old = archiver(book, archive(), 100).archive(cutoff);
        long last = old.getLast().last();
        assertThat(last).isLessThanOrEqualTo(book.positionAt(cutoff));
        assertThat(book.positionAt(cutoff) - last).isLessThan(100);
        assertThat(archiver(book, archive(), 100).archive(cutoff)).isEmpty();
        List<Manifest> rest = archiver(book, archive(), 100).archiveAll();
        assertThat(rest.getFirst().first()).isEqualTo(last + 1);
        assertThat(rest.getLast().last()).isEqualTo(book.head().position());
        assertThat(walked(archive()).head().isSameAs(book.head())).isTrue();
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
    void theSameEventsMakeTheSameBytes() throws IOException {
        archiver(book(500), new DirectoryArchive(directory.resolve("a")), 100).archiveAll();
        archiver(book(500), new DirectoryArchive(directory.resolve("b")), 100).archiveAll();
        assertThat(contents(directory.resolve("a")).keySet())
                .isEqualTo(contents(directory.resolve("b")).keySet());
        contents(directory.resolve("a"))
                .forEach((name, bytes) ->
                        assertThat(readFrom(directory.resolve("b").resolve(name)))
                                .as(name)
                                .isEqualTo(bytes));
    }

    /**
     * Whoever changes this changes the format: archives that exist have to stay readable. Size and
     * hash of what is compressed are left out, since they follow from the platform's deflate.
     */
    @Test
    void theManifestIsTheOneThatWasAgreedOn() throws IOException {
        List<Manifest> written = archiver(book(40), archive(), 20).archiveAll();
        String text =
                new String(written.getFirst().bytes(), UTF_8)
                        .replaceAll(
                                "(\\.avro\",\\s*\"records\" : \\d+,\\s*)\"bytes\" :"
                                        + " \\d+,(\\s*)\"sha256\" : \"\\w+\"",
                                "$1\"bytes\" : 0,$2\"sha256\" : \"0\"");
        try (InputStream golden = getClass().getResourceAsStream("manifest.json")) {
            assertThat(text)
                    .isEqualTo(golden == null ? "" : new String(golden.readAllBytes(), UTF_8));
        }
        assertThat(archive().list(""))
                .contains(
                        "main/manifests/000000000001-000000000020.json",
                        "main/journal/000000000001-000000000020.avro",
                        "main/commands/000000000001-000000000020.avro",
                        "main/contracts/Added-1.avsc");
    }

    @Test
    void whateverIsTamperedWithIsFound() throws IOException {
        Path place = directory.resolve("archive");
        archiver(book(300), archive(), 100).archiveAll();
        Map<String, byte[]> files = contents(place);
        List<String> names = new ArrayList<>(files.keySet());
        names.removeIf(ArchiveIT::isClaim);
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

    @Test
    void anInterruptedArchiverGoesOnWhereItStopped() throws IOException {
        MemoryBook book = book(250);
        archiver(book, new DirectoryArchive(directory.resolve("whole")), 100).archiveAll();
        Map<String, byte[]> whole = contents(directory.resolve("whole"));
        for (int writes = 0; writes < whole.size(); writes++) {
            Path place = directory.resolve("after-" + writes);
            Archive failing = new FailingArchive(new DirectoryArchive(place), writes);
            assertThatThrownBy(() -> archiver(book, failing, 100).archiveAll())
                    .isInstanceOf(ArchiveException.class);
            archiver(book, new DirectoryArchive(place), 100).archiveAll();
            assertThat(contents(place).keySet()).isEqualTo(whole.keySet());
            contents(place).forEach((name, bytes) -> assertThat(bytes).isEqualTo(whole.get(name)));
        }
    }

    @Test
    void archiversThatWereToldOfDifferentSizesMakeOneArchive() {
        MemoryBook book = book(300);
        Archive between =
                new FailingArchive(archive(), Integer.MAX_VALUE) {
                    private boolean begun;

                    @Override
                    public boolean write(String name, Path content, byte[] sha256) {
                        if (name.contains("/journal/") && !begun) {
                            begun = true;
                            archiver(book, archive(), 30).archiveAll();
                        }
                        return super.write(name, content, sha256);
                    }
                };
        archiver(book, between, 100).archiveAll();
        assertThat(walked(archive()).head().isSameAs(book.head())).isTrue();
        List<SegmentName> names = ArchivedSegments.of(archive(), "main").names();
        assertThat(names.getFirst().events()).isBetween(100L, 110L);
        assertThat(names.get(1).events()).isBetween(30L, 40L);
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

    private static boolean isClaim(String name) {
        return name.contains("/claims/");
    }

    private static Map<String, byte[]> contents(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            Map<String, byte[]> contents = new TreeMap<>();
            all.filter(Files::isRegularFile)
                    .forEach(file ->
                            contents.put(place.relativize(file).toString(), readFrom(file)));
            return contents;
        }
    }

    private static byte[] readFrom(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void overwrite(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, bytes);
    }

    /** Fails for good after so many files. */
    private static class FailingArchive implements Archive {

        private final Archive archive;
        private int left;

        FailingArchive(Archive archive, int writes) {
            this.archive = archive;
            this.left = writes;
        }

        @Override
        public String place() {
            return archive.place();
        }

        @Override
        public List<String> list(String prefix) {
            return archive.list(prefix);
        }

        @Override
        public InputStream read(String name) {
            return archive.read(name);
        }

        @Override
        public boolean write(String name, Path content, byte[] sha256) {
            if (left-- == 0) {
                throw new ArchiveException("The archive is gone.");
            }
            return archive.write(name, content, sha256);
        }

        @Override
        public void close() {
            archive.close();
        }
    }
}
