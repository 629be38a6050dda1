package dev.daybook.cli;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Table;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.FrozenSchemas;
import dev.daybook.engine.event.SchemaCheck;

import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** {@code schema list}, {@code check}, {@code freeze} and {@code diff}. */
@Command(
        name = "schema",
        header = "The contracts of the events: lists, checks, freezes and compares them.",
        synopsisSubcommandLabel = "(list | check | freeze | diff)",
        description = {
            "The contract of each event type is derived from its record class and frozen, version"
                    + " by version, in the repository's directory schemas."
        })
final class SchemaCommand implements Runnable {

    private static final String JSON = "--json";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "Say what to do: list, check, freeze or diff");
    }

    /** Where the frozen schemas are. */
    static final class Schemas {
        @Option(
                names = "--schemas",
                paramLabel = "DIR",
                description = "The frozen schemas; default: schemas in the repository.")
        private @Nullable Path directory;

        Path directory() {
            Path chosen = directory == null ? DataDirectory.home().resolve("schemas") : directory;
            if (!Files.isDirectory(chosen)) {
                throw new Complaint(
                        "There is no directory " + chosen + ".",
                        "Run ./daybook of the repository, or name the directory with --schemas.");
            }
            return chosen;
        }

        EventCatalog<BankingEvent> catalog() {
            return Banking.events(FrozenSchemas.in(directory()));
        }
    }

    @Command(name = "list", header = "Lists every event type with its topic and versions.")
    int list(
            @Mixin Schemas schemas,
            @Option(names = JSON, description = "Prints them as JSON.") boolean json) {
        ArrayNode array = Json.object().putArray("types");
        Table table = new Table("TOPIC", "EVENT", ">FROZEN", "CODE");
        for (EventType<BankingEvent> type : schemas.catalog().types()) {
            String code = type.isFrozen() ? "as frozen" : type.version() == 0 ? "new" : "changed";
            table.row(type.topic().name(), type.name(), Integer.toString(type.version()), code);
            array.addObject()
                    .put("topic", type.topic().name())
                    .put("event", type.name())
                    .put("frozen", type.version())
                    .put("code", code);
        }
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Json.pretty(array));
        } else {
            table.print(out);
        }
        return 0;
    }

    @Command(
            name = "check",
            header = "Holds the code against the frozen schemas.",
            description = "Exit code 0: they agree, and every version can read every other.")
    int check(
            @Mixin Schemas schemas,
            @Option(names = JSON, description = "Prints the findings as JSON.") boolean json) {
        List<SchemaCheck.Finding> findings = SchemaCheck.check(schemas.catalog());
        PrintWriter out = Output.of(spec);
        if (json) {
            ArrayNode array = Json.object().putArray("findings");
            findings.forEach(finding ->
                    array.addObject()
                            .put("event", finding.type())
                            .put("problem", finding.problem()));
            out.println(Json.pretty(array));
        } else if (findings.isEmpty()) {
            out.println("Code and frozen schemas agree.");
        } else {
            findings.forEach(finding -> out.println(finding.type() + " " + finding.problem()));
        }
        return findings.isEmpty() ? 0 : 1;
    }

    @Command(
            name = "freeze",
            header = "Writes a new version for each event type whose code has changed.",
            description = "Refuses, and writes nothing, when a change is incompatible.")
    int freeze(@Mixin Schemas schemas) throws IOException {
        PrintWriter out = Output.of(spec);
        try {
            List<Path> written = SchemaCheck.freeze(schemas.catalog(), schemas.directory());
            written.forEach(file -> out.println("frozen " + file));
            if (written.isEmpty()) {
                out.println("Nothing to freeze: code and frozen schemas agree.");
            }
            return 0;
        } catch (IllegalStateException incompatible) {
            throw new Complaint(
                    "Nothing was frozen: " + incompatible.getMessage(),
                    "`./daybook schema diff` shows the change.",
                    incompatible);
        }
    }

    @Command(
            name = "diff",
            header = "Shows, line by line, how the code differs from the newest frozen schemas.",
            description = "Exit code 0: no difference. 1: there are some.")
    int diff(@Mixin Schemas schemas) {
        PrintWriter out = Output.of(spec);
        boolean same = true;
        for (EventType<BankingEvent> type : schemas.catalog().types()) {
            if (!type.isFrozen()) {
                same = false;
                String before = type.version() == 0 ? "" : pretty(type.frozen().getLast());
                String after = pretty(type.codec().schema());
                out.println(
                        "--- " + FrozenSchemas.fileOf(type.topic(), type.name(), type.version()));
                out.println("+++ " + type.codec().type().getName());
                LineDifference.of(before.lines().toList(), after.lines().toList())
                        .forEach(out::println);
            }
        }
        if (same) {
            out.println("No difference.");
        }
        return same ? 0 : 1;
    }

    private static String pretty(Schema schema) {
        return SchemaFormatter.format("json/pretty", schema);
    }
}
