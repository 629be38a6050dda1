package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Table;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** {@code explain}. */
@Command(
        name = "explain",
        header =
                "Tells where a command or transaction is, stage by stage, and whether all is well.",
        description = {
            "The verdict is one of: on-time, delayed, waiting, stuck, rejected, parked, bug.",
            "Exit code 0: it was found. 1: it was not."
        })
final class ExplainCommand implements Callable<Integer> {

    @Mixin private final Connection connection = new Connection();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints the explanation as JSON.")
    private boolean json;

    @Parameters(
            paramLabel = "COMMAND_OR_TRANSACTION_ID",
            description = "As in the header Daybook-Command, or the id of a transaction.")
    private String id = "";

    @Override
    public Integer call() {
        JsonNode explanation;
        try (DaybookClient client = connection.open()) {
            explanation =
                    client.find("/v1/commands/" + DaybookClient.encode(id))
                            .orElseThrow(() ->
                                    new Complaint(
                                            "Nothing is known of '"
                                                    + id
                                                    + "' at "
                                                    + client.url()
                                                    + ".",
                                            "If it was sent and not answered, send it"
                                                    + " again with the same idempotency"
                                                    + " key."));
        }
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Json.pretty(explanation));
        } else {
            print(explanation, out);
        }
        return 0;
    }

    static void print(JsonNode explanation, PrintWriter out) {
        out.printf(
                "%s  %s  %s%n",
                Json.text(explanation, "id"),
                Json.text(explanation, "type"),
                Json.text(explanation, "status"));
        out.println();
        Table table = new Table("STAGE", "VIEW", "AT", ">AFTER", "NOTE");
        for (JsonNode stage : explanation.path("stages")) {
            String millis = Json.text(stage, "millis");
            table.row(
                    Json.text(stage, "stage"),
                    Json.text(stage, "view"),
                    Json.text(stage, "at"),
                    millis.isEmpty() ? "" : millis + " ms",
                    Json.text(stage, "note"));
        }
        table.print(out);
        out.println();
        JsonNode verdict = explanation.path("verdict");
        out.printf("%s: %s%n", Json.text(verdict, "code"), Json.text(verdict, "words"));
    }
}
