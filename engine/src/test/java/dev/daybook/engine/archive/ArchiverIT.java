package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is archived, under which names, and what an interrupted archiver leaves. */
class ArchiverIT extends ArchiveFixture {

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
