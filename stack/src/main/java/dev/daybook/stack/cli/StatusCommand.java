package dev.daybook.stack.cli;

import static java.util.Objects.requireNonNull;

import dev.daybook.stack.LocalStack;
import dev.daybook.stack.LocalStack.State;
import dev.daybook.stack.LocalStack.Status;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code stack status}. */
@Command(
        name = "status",
        header = "How each server is.",
        description = {
            "Asks each: a process that is there and does not answer is not healthy.",
            "",
            "Exit code 0: all are healthy. 1: one is not."
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin private final DataOption data = new DataOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        LocalStack stack = data.stack();
        List<Status> servers = stack.status();
        boolean healthy = servers.stream().allMatch(server -> server.state() == State.HEALTHY);
        PrintWriter out =
                requireNonNull(spec, "picocli gives every command its spec").commandLine().getOut();
        if (json) {
            out.println(json(stack, servers, healthy));
        } else {
            print(servers, out);
        }
        return healthy ? 0 : 1;
    }

    private static void print(List<Status> servers, PrintWriter out) {
        out.printf("%-14s %-10s %-16s %8s  %s%n", "SERVER", "STATE", "ADDRESS", "PID", "DIRECTORY");
        for (Status server : servers) {
            boolean stopped = server.state() == State.STOPPED;
            out.printf(
                    "%-14s %-10s %-16s %8s  %s%n",
                    server.part().label(),
                    word(server.state()),
                    stopped ? "-" : "127.0.0.1:" + server.port(),
                    stopped ? "-" : Long.toString(server.pid()),
                    server.directory());
        }
    }

    private static String json(LocalStack stack, List<Status> servers, boolean healthy) {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode result = mapper.createObjectNode();
        result.put("healthy", healthy).put("configuration", stack.configurationFile().toString());
        ArrayNode list = result.putArray("servers");
        for (Status server : servers) {
            ObjectNode node =
                    list.addObject()
                            .put("server", server.part().label())
                            .put("state", word(server.state()))
                            .put("directory", server.directory().toString());
            if (server.state() != State.STOPPED) {
                node.put("host", "127.0.0.1").put("port", server.port()).put("pid", server.pid());
            }
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(result);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
