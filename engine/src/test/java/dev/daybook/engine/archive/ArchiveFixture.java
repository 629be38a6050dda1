package dev.daybook.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.fuzz.Seeds;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A book in memory, an archive in a directory, and what is done with the two. */
abstract class ArchiveFixture {

    static final ArchiveProgress QUIET = (what, done, total) -> {};

    @TempDir Path directory;

    static MemoryBook book(int commands) {
        return MemoryBook.filled("main", commands, Seeds.of(7));
    }

    Archive archive() {
        return new DirectoryArchive(directory.resolve("archive"));
    }

    static Archiver archiver(MemoryBook book, Archive archive, int segmentEvents) {
        return new Archiver(book, Tallies.DOMAIN.events(), archive, segmentEvents, QUIET);
    }

    static ArchiveWalk walked(Archive archive) {
        ArchiveWalk walk =
                new ArchiveWalk(
                        archive,
                        ArchivedSegments.of(archive, "main"),
                        QUIET,
                        new ArchiveWalk.Visitor() {});
        walk.walk();
        return walk;
    }

    static Restored restored(MemoryBook into, Archive archive) {
        return new Restorer<>(Tallies.DOMAIN, into, archive, QUIET).restore();
    }

    static void assertSame(MemoryBook restored, MemoryBook book) {
        assertThat(restored.head().isSameAs(book.head())).isTrue();
        assertThat(restored.head().lanes()).isEqualTo(book.head().lanes());
        assertThat(restored.head().recordedAt()).isEqualTo(book.head().recordedAt());
        assertThat(rows(restored.events)).isEqualTo(rows(book.events));
        assertThat(restored.states).isEqualTo(book.states);
        assertThat(commands(restored)).isEqualTo(commands(book));
    }

    /** All that an event says, hash included, in a form that is quickly compared. */
    static List<String> rows(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> Spool.hex(ArchiveWalk.EVENTS.encode(ArchivedEvent.of(event))))
                .toList();
    }

    static Map<UUID, String> commands(MemoryBook book) {
        Map<UUID, String> rows = new TreeMap<>();
        book.commands.forEach((id, command) ->
                rows.put(id, Spool.hex(ArchiveWalk.COMMANDS.encode(ArchivedCommand.of(command)))));
        return rows;
    }

    static boolean isClaim(String name) {
        return name.contains("/claims/");
    }

    static Map<String, byte[]> contents(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            Map<String, byte[]> contents = new TreeMap<>();
            all.filter(Files::isRegularFile)
                    .forEach(file ->
                            contents.put(place.relativize(file).toString(), readFrom(file)));
            return contents;
        }
    }

    static byte[] readFrom(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void overwrite(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, bytes);
    }
}
