package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.EventStream;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;
import dev.daybook.cli.where.Where;
import dev.daybook.cli.where.WhereSyntaxException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;

/** {@code events}. */
@Command(
        name = "events",
        header = "Searches the journal, and follows it.",
        description = {
            "Prints the events from --since on, oldest first; with --follow goes on with each new"
                    + " one as it is recorded, through lost connections, without loss or repeat.",
            "",
            "--where takes comparisons joined by and, or, not and parentheses:",
            "  amount > 100 and type = Debited",
            "  type in (HoldPlaced, HoldCaptured) and not channel = timer",
            "  description ~ \"grocer\" or valueDate < 2026-01-01",
            "Operators: =, !=, <, <=, >, >=, ~ (contains, in any case), in (…). Fields are those"
                    + " that --json shows, also inside the payload (amount) and with dots"
                    + " (payload.amount). Two numbers are compared as numbers, all else as text. A"
                    + " field that an event does not have equals null."
        })
final class EventsCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    @Mixin private final Connection connection = new Connection();
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with new events until interrupted.")
    private boolean follow;

    @Option(
            names = "--entity",
            paramLabel = "X",
            description = "Only of this entity: an account's id, or kind:id.")
    private String entity = "";

    @Option(names = "--type", paramLabel = "T", description = "Only of this type, such as Debited.")
    private String type = "";

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description =
                    "Begin here: "
                            + Since.FORMS
                            + ". Default: the first event; with --follow, now.")
    private @Nullable String since;

    @Option(
            names = "--where",
            paramLabel = "EXPR",
            description = "Only events for which this holds.")
    private @Nullable String where;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Prints each event as JSON, one a line.")
    private boolean json;

    private long shown;

    @Override
    public Integer call() {
        Where condition = condition();
        PrintWriter out = Output.of(spec);
        try (DaybookClient client = connection.open()) {
            long position = search(client, condition, out);
            if (follow && shown < limit) {
                PrintWriter remarks = Output.remarks(spec);
                new EventStream(
                                client,
                                "/v1/journal/stream" + query("?"),
                                position,
                                () -> remarks.println("daybook: connection lost, trying again…"))
                        .follow(event -> show(event, condition, out));
            }
        }
        return 0;
    }

    private @Nullable Where condition() {
        if (where == null) {
            return null;
        }
        try {
            return Where.parse(where);
        } catch (WhereSyntaxException unreadable) {
            throw new Complaint(
                    "--where cannot be read: " + unreadable.getMessage(),
                    "`./daybook events --help` shows how it is written.",
                    unreadable);
        }
    }

    /** Shows what is recorded already; the position up to which it looked. */
    private long search(DaybookClient client, @Nullable Where condition, PrintWriter out) {
        long head = client.get("/v1/journal?limit=1").path("head").asLong();
        if (since == null && follow) {
            return head;
        }
        long after = since == null ? 0 : Since.parse(since, Instant.now()).after(client);
        try (Progress progress = Progress.onTerminal(Output.remarks(spec))) {
            while (after < head && shown < limit) {
                JsonNode page =
                        client.get("/v1/journal?after=" + after + "&limit=" + PAGE + query("&"));
                for (JsonNode event : page.path("items")) {
                    if (!show(event, condition, out)) {
                        return event.path("position").asLong();
                    }
                }
                after = page.path("next").asLong(head);
                if (shown == 0) {
                    progress.step("events searched", after, head);
                }
            }
        }
        return Math.max(after, head);
    }

    private String query(String separator) {
        StringBuilder query = new StringBuilder();
        if (!entity.isEmpty()) {
            query.append(query.isEmpty() ? separator : "&")
                    .append("entity=")
                    .append(DaybookClient.encode(entity));
        }
        if (!type.isEmpty()) {
            query.append(query.isEmpty() ? separator : "&")
                    .append("type=")
                    .append(DaybookClient.encode(type));
        }
        return query.toString();
    }

    /** Whether to go on. */
    private boolean show(JsonNode event, @Nullable Where condition, PrintWriter out) {
        if (condition == null || condition.test(event)) {
            out.println(json ? Json.write(event) : EventLine.of(event));
            shown++;
        }
        // A closed pipe (`| head`) ends the command, as it does for any other.
        return shown < limit && !out.checkError();
    }
}
