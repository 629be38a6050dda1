package dev.daybook.cli;

import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;
import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.engine.archive.ArchivedSegments;
import dev.daybook.engine.archive.Restored;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.postgres.BookFormatException;
import dev.daybook.postgres.BookNotEmptyException;
import dev.daybook.server.bank.BankRestoration;
import dev.daybook.server.bank.DataInUseException;
import dev.daybook.server.bank.Settings;
import dev.daybook.server.bank.ViewsNotEmptyException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code restore}. */
@Command(
        name = "restore",
        header = "Makes a book from an archive alone.",
        description = {
            "Loads the journal, the commands with their idempotency keys, the current state and"
                    + " snapshots into an empty book, and checks every hash before it is loaded."
                    + " Views rebuild themselves when the service starts.",
            "",
            "Until it is done, the book is marked as unfinished and no service opens it. After an"
                    + " interruption, the same command goes on."
        })
final class RestoreCommand implements Callable<Integer> {

    @Mixin private final ArchivePlace place = new ArchivePlace();
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "A directory, or s3://BUCKET/PREFIX; default: s3.bucket.")
    private @Nullable String from;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = place.settings();
        long began = System.nanoTime();
        Restored restored;
        try (Progress progress = Progress.onTerminal(Output.remarks(spec));
                Archive archive = place.toRead(from, "--from")) {
            requireBook(archive, settings.book());
            try (BankRestoration restoration = open(settings)) {
                restored = restoration.restore(archive, progress::step);
            }
        } catch (ArchiveException wrong) {
            throw new Complaint(
                    String.valueOf(wrong.getMessage()),
                    "The book stays unfinished; when that is mended, run it again.",
                    wrong);
        } catch (StorageException unreachable) {
            throw new Complaint(
                    String.valueOf(unreachable.getMessage()),
                    "Look whether the database runs, and run it again.",
                    unreachable);
        }
        ObjectNode result = json(settings, restored, (System.nanoTime() - began) / 1e9);
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Json.pretty(result));
        } else {
            print(result, settings, out);
        }
        return 0;
    }

    /** Before anything is made where the book is to be. */
    private static void requireBook(Archive archive, String book) {
        Set<String> books = ArchivedSegments.books(archive);
        if (books.contains(book)) {
            return;
        }
        throw new Complaint(
                "There is nothing of the book '" + book + "' in " + archive.place() + ".",
                books.isEmpty()
                        ? "Name another place with --from."
                        : "There is: "
                                + String.join(", ", books)
                                + ". The configuration names the book.");
    }

    private static BankRestoration open(Settings settings) {
        try {
            return new BankRestoration(settings);
        } catch (DataInUseException taken) {
            throw new Complaint(
                    "Another Daybook uses the data directory " + settings.data() + ".",
                    "Stop it, or name another directory with --data.",
                    taken);
        } catch (BookNotEmptyException full) {
            throw new Complaint(
                    String.valueOf(full.getMessage()),
                    "Nothing was changed. Name another directory with --data, or another database"
                            + " with --config.",
                    full);
        } catch (ViewsNotEmptyException full) {
            throw new Complaint(
                    String.valueOf(full.getMessage()),
                    "Views follow the book anew: empty their database and the directory search, or"
                            + " name others.",
                    full);
        } catch (BookFormatException other) {
            throw new Complaint(
                    String.valueOf(other.getMessage()), "Name another place for the book.", other);
        }
    }

    private static ObjectNode json(Settings settings, Restored restored, double seconds) {
        return Json.object()
                .put("book", settings.book())
                .put("data", settings.data().toString())
                .put("head", restored.head().position())
                .put("recordedAt", restored.head().recordedAt().toString())
                .put("root", HexFormat.of().formatHex(restored.head().frontier().root()))
                .put("resumedAt", restored.resumedAt())
                .put("events", restored.events())
                .put("commands", restored.commands())
                .put("refused", restored.refused())
                .put("entities", restored.entities())
                .put("snapshots", restored.snapshots())
                .put("bytes", restored.bytes())
                .put("seconds", seconds);
    }

    private static void print(ObjectNode result, Settings settings, PrintWriter out) {
        double seconds = result.path("seconds").asDouble();
        long events = result.path("events").asLong();
        long resumedAt = result.path("resumedAt").asLong();
        if (resumedAt > 0) {
            out.printf(
                    Locale.ROOT,
                    "Went on behind position %,d, where an earlier restoration was"
                            + " interrupted.%n",
                    resumedAt);
        }
        out.printf(
                Locale.ROOT,
                "Restored the book '%s': %,d events, %,d commands and %,d refused ones, %,d"
                        + " entities, %,d snapshots, from %,d bytes in %.1f s (%,.0f events a"
                        + " second).%n",
                settings.book(),
                events,
                result.path("commands").asLong(),
                result.path("refused").asLong(),
                result.path("entities").asLong(),
                result.path("snapshots").asLong(),
                result.path("bytes").asLong(),
                seconds,
                seconds == 0 ? 0 : events / seconds);
        out.printf(
                Locale.ROOT,
                "It ends at %,d, recorded at %s; Merkle root %s.%n",
                result.path("head").asLong(),
                Json.text(result, "recordedAt"),
                Json.text(result, "root"));
        out.println("Next: ./daybook verify --data " + settings.data());
    }
}
