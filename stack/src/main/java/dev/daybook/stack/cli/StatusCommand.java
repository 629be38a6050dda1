package dev.daybook.stack.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.stack.LocalStack;
import dev.daybook.stack.LocalStack.State;
import dev.daybook.stack.LocalStack.Status;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
    @Mixin private final JsonOption json = new JsonOption();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        LocalStack stack = data.stack();
        List<Status> servers = stack.status();
        boolean healthy = servers.stream().allMatch(server -> server.state() == State.HEALTHY);
        PrintWriter out =
                requireNonNull(spec, "picocli gives every command its spec").commandLine().getOut();
        if (json.isSet()) {
            JsonOption.print(out, Result.of(stack, servers, healthy));
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

    /** The same for programs. */
    private record Result(boolean healthy, String configuration, List<Server> servers) {

        static Result of(LocalStack stack, List<Status> servers, boolean healthy) {
            return new Result(
                    healthy,
                    stack.configurationFile().toString(),
                    servers.stream().map(Server::of).toList());
        }
    }

    /** One that is stopped has no address. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Server(
            String server,
            String state,
            String directory,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Long pid) {

        static Server of(Status status) {
            boolean stopped = status.state() == State.STOPPED;
            return new Server(
                    status.part().label(),
                    word(status.state()),
                    status.directory().toString(),
                    stopped ? null : "127.0.0.1",
                    stopped ? null : status.port(),
                    stopped ? null : status.pid());
        }
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
