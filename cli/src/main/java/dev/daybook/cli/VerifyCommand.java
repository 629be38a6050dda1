package dev.daybook.cli;

import dev.daybook.banking.BankingCheck;
import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.verify.Verification;
import dev.daybook.postgres.UnfinishedRestoreException;
import dev.daybook.server.bank.ArchiveSettings;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.bank.DataInUseException;
import dev.daybook.server.bank.Settings;

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
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code verify}. */
@Command(
        name = "verify",
        header = "Checks that the record is whole and true.",
        description = {
            "Reads the whole journal: positions without gaps, recorded time that never runs"
                    + " backwards, unbroken lanes and versions, every event's hash, the Merkle"
                    + " root; and that the fold of the events is the current state and every"
                    + " currency sums to zero.",
            "",
            "Asks the instance that was named, or that runs on the data directory; where none"
                    + " runs, opens the data directory itself.",
            "Exit code 0: nothing is wrong. 1: something is, and is listed."
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin private final Connection connection = new Connection();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Path data = connection.dataDirectory();
        boolean running = connection.namesInstance() || RunningInstance.on(data).isPresent();
        JsonNode result = running ? ask() : open(data);
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Json.pretty(result));
        } else {
            print(result, out);
        }
        return result.path("findings").isEmpty() ? 0 : 1;
    }

    private JsonNode ask() {
        try (DaybookClient client = connection.open()) {
            return client.getPatiently("/v1/verify");
        }
    }

    private JsonNode open(Path data) {
        if (!Files.isDirectory(data.resolve("postgres"))) {
            throw new Complaint(
                    "There is no book in " + data + ".",
                    "Name its directory with --data, or a running instance with --url.");
        }
        Settings settings =
                Settings.local(data, 0)
                        .withArchives(ArchivePlace.archives(null, ArchiveSettings.NONE));
        try (Bank bank = Bank.open(settings);
                Progress progress = Progress.onTerminal(Output.remarks(spec))) {
            return json(
                    bank.book()
                            .verify(
                                    new BankingCheck(),
                                    events -> progress.step("events checked", events)));
        } catch (DataInUseException taken) {
            throw new Complaint(
                    "A Daybook is starting or stopping on " + data + ".",
                    "Try again in a moment.",
                    taken);
        } catch (StorageException unreadable) {
            throw new Complaint(
                    String.valueOf(unreadable.getMessage()),
                    "Nothing was found out; verify it through a service that reaches everything.",
                    unreadable);
        } catch (UnfinishedRestoreException unfinished) {
            throw new Complaint(
                    String.valueOf(unfinished.getMessage()),
                    "Run `./daybook restore` again: it goes on where it was interrupted.",
                    unfinished);
        }
    }

    private static ObjectNode json(Verification verification) {
        ObjectNode result = Json.object();
        result.put("book", verification.book())
                .put("ok", verification.ok())
                .put("events", verification.events())
                .put("entities", verification.entities())
                .put("root", verification.root());
        ArrayNode findings = result.putArray("findings");
        verification
                .findings()
                .forEach(finding ->
                        findings.addObject()
                                .put("position", finding.position())
                                .put("problem", finding.problem()));
        return result.put("cut", verification.cut());
    }

    static void print(JsonNode result, PrintWriter out) {
        for (JsonNode finding : result.path("findings")) {
            long position = finding.path("position").asLong();
            out.println(
                    (position == 0 ? "book" : "position " + position)
                            + ": "
                            + Json.text(finding, "problem"));
        }
        if (result.path("cut").asBoolean(false)) {
            out.println("… and more.");
        }
        int findings = result.path("findings").size();
        out.printf(
                Locale.ROOT,
                "%s: %,d events and %,d entities of the book '%s' checked; Merkle root %s.%n",
                findings == 0 ? "Whole and true" : "NOT whole and true, " + findings + " findings",
                result.path("events").asLong(),
                result.path("entities").asLong(),
                Json.text(result, "book"),
                Json.text(result, "root"));
    }
}
