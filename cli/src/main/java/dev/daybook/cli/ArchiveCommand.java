package dev.daybook.cli;

import dev.daybook.banking.Banking;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;
import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.engine.archive.ArchiveWalk;
import dev.daybook.engine.archive.ArchivedJournal;
import dev.daybook.engine.archive.ArchivedSegments;
import dev.daybook.engine.archive.Archiver;
import dev.daybook.engine.archive.BookComparison;
import dev.daybook.engine.archive.Dropper;
import dev.daybook.engine.archive.FileEntry;
import dev.daybook.engine.archive.JournalParts.Part;
import dev.daybook.engine.archive.Manifest;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.postgres.BookFormatException;
import dev.daybook.postgres.NoSuchBookException;
import dev.daybook.postgres.PostgresArchiveSource;
import dev.daybook.postgres.UnfinishedRestoreException;
import dev.daybook.server.bank.DataInUseException;
import dev.daybook.server.bank.Settings;
import dev.daybook.server.bank.StoredBook;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code archive}. */
@Command(
        name = "archive",
        header = "Writes what is old enough into an archive, and checks archives.",
        description = {
            "Segments of the journal, with the commands that caused them, go to a directory or an"
                    + " object store as files that are written once and chain their hashes."
                    + " Nothing is taken from the book, unless --drop says so.",
            "",
            "It reads the database of the data directory, or the one that the configuration names,"
                    + " whether a service runs on it or not.",
            "Exit code 0: it is done, and what was checked is true. 1: it is not; what was written"
                    + " stays, and the next run goes on from there."
        })
final class ArchiveCommand implements Callable<Integer> {

    @Mixin private final ArchivePlace place = new ArchivePlace();
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            description = "A directory, or s3://BUCKET/PREFIX; default: s3.bucket.")
    private @Nullable String to;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "90d",
            description =
                    "Only whole segments whose events are all older; default: ${DEFAULT-VALUE}.")
    private String olderThan = "90d";

    @Option(
            names = "--all",
            description = "Everything there is now; the last segment may be a shorter one.")
    private boolean all;

    @Option(
            names = "--segment-events",
            paramLabel = "N",
            description = "Events of a segment; default: 100000.")
    private int segmentEvents = Archiver.SEGMENT_EVENTS;

    @Option(
            names = "--retain",
            paramLabel = "TIME",
            description =
                    "For how long the store locks what it gets, such as 3650d, or none; default:"
                            + " s3.retention.")
    private @Nullable String retain;

    @Option(
            names = "--verify",
            description = "Then reads the whole archive back and holds it against the book.")
    private boolean verify;

    @Option(
            names = "--drop",
            description =
                    "Then drops the partitions of the journal that are older and in the archive,"
                            + " each after holding it against what was read back. The service"
                            + " reads them from the archive from then on.")
    private boolean drop;

    @Option(names = "--verify-only", description = "Only checks the archive, which needs no book.")
    private boolean verifyOnly;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (segmentEvents < 1 || segmentEvents > Archiver.SEGMENT_EVENTS_MAX) {
            throw new Complaint(
                    "A segment cannot have " + segmentEvents + " events.",
                    "Give a number from 1 to " + Archiver.SEGMENT_EVENTS_MAX + ".");
        }
        Duration age = Span.parse(olderThan);
        Settings settings = place.settings();
        ObjectNode result = Json.object().put("book", settings.book());
        try (Progress progress = Progress.onTerminal(Output.remarks(spec));
                Archive archive =
                        verifyOnly ? place.toRead(to, "--to") : place.toWrite(to, retain, "--to")) {
            result.put("place", archive.place());
            if (verifyOnly) {
                result.set("checked", json(check(archive, settings.book(), progress)));
            } else {
                archive(archive, settings, age, progress, result);
            }
        } catch (ArchiveException wrong) {
            throw new Complaint(
                    String.valueOf(wrong.getMessage()),
                    "What was written stays; run it again when that is mended.",
                    wrong);
        } catch (StorageException unreachable) {
            throw new Complaint(
                    String.valueOf(unreachable.getMessage()),
                    "Look whether the database runs, and run it again.",
                    unreachable);
        }
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Json.pretty(result));
        } else {
            print(result, out);
        }
        return 0;
    }

    private void archive(
            Archive archive,
            Settings settings,
            Duration age,
            Progress progress,
            ObjectNode result) {
        try (StoredBook book = open(settings)) {
            PostgresArchiveSource source = book.source();
            long began = System.nanoTime();
            Archiver archiver =
                    new Archiver(
                            source,
                            Banking.domain().events(),
                            archive,
                            segmentEvents,
                            progress::step);
            List<Manifest> written =
                    all ? archiver.archiveAll() : archiver.archive(Instant.now().minus(age));
            put(result, written, System.nanoTime() - began);
            result.put("head", source.journal().head().position());
            result.put("archivedTo", ArchivedSegments.of(archive, settings.book()).last());
            if (verify) {
                ArchiveWalk walk = check(archive, settings.book(), progress);
                try (ArchivedJournal whole =
                        source.wholeJournal(ArchivePlace.archives(to, place.archive()))) {
                    BookComparison.requireSame(walk.head(), whole, progress::step);
                }
                result.set("checked", json(walk).put("againstBook", true));
            }
            if (drop) {
                List<Part> parts =
                        new Dropper(source.journal(), source.parts(), archive, progress::step)
                                .drop(Instant.now().minus(age));
                ArrayNode dropped = result.putArray("dropped");
                parts.forEach(part ->
                        dropped.addObject().put("first", part.first()).put("last", part.last()));
            }
        }
    }

    private static StoredBook open(Settings settings) {
        if (settings.write() == null && !Files.isDirectory(settings.data().resolve("postgres"))) {
            throw new Complaint(
                    "There is no book in " + settings.data() + ".",
                    "Name its directory with --data, or its database with --config.");
        }
        try {
            return new StoredBook(settings);
        } catch (DataInUseException taken) {
            throw new Complaint(
                    "A Daybook is starting or stopping on " + settings.data() + ".",
                    "Try again in a moment.",
                    taken);
        } catch (NoSuchBookException none) {
            throw new Complaint(
                    String.valueOf(none.getMessage()),
                    "Name its directory with --data, or its database with --config.",
                    none);
        } catch (UnfinishedRestoreException unfinished) {
            throw new Complaint(
                    String.valueOf(unfinished.getMessage()),
                    "Run `./daybook restore` again first.",
                    unfinished);
        } catch (BookFormatException other) {
            throw new Complaint(
                    String.valueOf(other.getMessage()), "Archive it with that version.", other);
        }
    }

    private static ArchiveWalk check(Archive archive, String book, Progress progress) {
        ArchivedSegments segments = ArchivedSegments.of(archive, book);
        if (segments.last() == 0) {
            throw new Complaint(
                    "There is nothing of the book '" + book + "' in " + archive.place() + ".",
                    "Name another place with --to.");
        }
        ArchiveWalk walk =
                new ArchiveWalk(archive, segments, progress::step, new ArchiveWalk.Visitor() {});
        walk.walk();
        return walk;
    }

    private static void put(ObjectNode result, List<Manifest> written, long nanos) {
        long events = 0;
        long bytes = 0;
        ArrayNode segments = result.putArray("segments");
        for (Manifest manifest : written) {
            long size = manifest.files().stream().mapToLong(FileEntry::bytes).sum();
            events += manifest.last() - manifest.first() + 1;
            bytes += size;
            segments.addObject()
                    .put("first", manifest.first())
                    .put("last", manifest.last())
                    .put("commands", manifest.commands().records())
                    .put("bytes", size)
                    .put("root", manifest.end().root());
        }
        result.put("events", events).put("bytes", bytes).put("seconds", nanos / 1e9);
    }

    private static ObjectNode json(ArchiveWalk walk) {
        return Json.object()
                .put("events", walk.events())
                .put("commands", walk.commands())
                .put("refused", walk.refused())
                .put("bytes", walk.bytes())
                .put("root", HexFormat.of().formatHex(walk.head().frontier().root()));
    }

    private static void print(ObjectNode result, PrintWriter out) {
        if (result.has("segments")) {
            double seconds = result.path("seconds").asDouble();
            long events = result.path("events").asLong();
            out.printf(
                    Locale.ROOT,
                    "Archived %,d events in %,d segments, %,d bytes, to %s in %.1f s (%,.0f events"
                            + " a second).%n",
                    events,
                    result.path("segments").size(),
                    result.path("bytes").asLong(),
                    Json.text(result, "place"),
                    seconds,
                    seconds == 0 ? 0 : events / seconds);
            out.printf(
                    Locale.ROOT,
                    "The archive of the book '%s' ends at %,d, and the book at %,d.%n",
                    Json.text(result, "book"),
                    result.path("archivedTo").asLong(),
                    result.path("head").asLong());
        }
        if (result.has("checked")) {
            out.printf(
                    Locale.ROOT,
                    "Whole and true: %,d events and %,d commands (%,d refused) of the book '%s' in"
                            + " %s%s; Merkle root %s.%n",
                    result.path("checked").path("events").asLong(),
                    result.path("checked").path("commands").asLong()
                            + result.path("checked").path("refused").asLong(),
                    result.path("checked").path("refused").asLong(),
                    Json.text(result, "book"),
                    Json.text(result, "place"),
                    result.path("checked").has("againstBook") ? ", and the same as the book's" : "",
                    Json.text(result.path("checked"), "root"));
        }
        if (result.has("dropped")) {
            printDropped(result, out);
        }
    }

    private static void printDropped(ObjectNode result, PrintWriter out) {
        JsonNode dropped = result.path("dropped");
        if (dropped.isEmpty()) {
            out.println(
                    "Nothing is dropped: no whole partition of the journal is old enough and"
                            + " archived.");
        }
        for (JsonNode part : dropped) {
            out.printf(
                    Locale.ROOT,
                    "Dropped from the journal: %,d to %,d. The service reads them from %s now.%n",
                    part.path("first").asLong(),
                    part.path("last").asLong(),
                    Json.text(result, "place"));
        }
    }
}
