package dev.daybook.stack.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.stack.LocalStack;
import dev.daybook.stack.LocalStack.Start;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stack up}. */
@Command(
        name = "up",
        header = "Starts what does not run, and prints the configuration for `serve --config`.",
        description = {
            "The servers go on when the command has ended. The configuration is also written to"
                    + " stack.yaml in the data directory; it holds passwords, which were made up"
                    + " here, and only you can read it.",
            "",
            "Exit code 0: all run. 1: one does not, and why; the others go on."
        })
final class UpCommand implements Callable<Integer> {

    private static final int PORT_MAX = 65_530;

    @Mixin private final DataOption data = new DataOption();
    @Mixin private final JsonOption json = new JsonOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            defaultValue = "19090",
            description =
                    "Where Kafka listens; the registry, Elasticsearch, Redis, S3 and PostgreSQL"
                            + " take the next five (default: ${DEFAULT-VALUE}).")
    private int basePort;

    @Override
    public Integer call() throws IOException {
        CommandSpec known = requireNonNull(spec, "picocli gives every command its spec");
        if (basePort < 1 || basePort > PORT_MAX) {
            throw new ParameterException(
                    known.commandLine(),
                    "--base-port is between 1 and " + PORT_MAX + ", not " + basePort + ".");
        }
        PrintWriter err = known.commandLine().getErr();
        PrintWriter out = known.commandLine().getOut();
        LocalStack stack = data.stack();
        long began = System.nanoTime();
        List<Start> starts = stack.up(basePort, start -> tell(start, err));
        if (json.isSet()) {
            JsonOption.print(out, Result.of(stack, starts));
        }
        long failed = starts.stream().filter(start -> start.failure() != null).count();
        if (failed > 0) {
            err.printf(
                    "daybook: %d of %d servers do not run. When that is mended, `./daybook stack"
                            + " up` starts what is missing.%n",
                    failed, starts.size());
            return 1;
        }
        err.printf(
                Locale.ROOT,
                "Ready after %.1f s. `./daybook serve --config %s` takes it; `./daybook stack"
                        + " down` stops it.%n",
                (System.nanoTime() - began) / 1e9,
                stack.configurationFile());
        if (!json.isSet()) {
            out.print(Files.readString(stack.configurationFile()));
            out.flush();
        }
        return 0;
    }

    /**
     * The same for programs.
     *
     * @param settings those of the servers that run
     */
    private record Result(
            boolean ready,
            String configuration,
            Map<String, String> settings,
            List<Server> servers) {

        static Result of(LocalStack stack, List<Start> starts) throws IOException {
            List<Start> running = starts.stream().filter(start -> start.failure() == null).toList();
            return new Result(
                    running.size() == starts.size(),
                    stack.configurationFile().toString(),
                    stack.settings(running),
                    starts.stream().map(Server::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Server(
            String server,
            int port,
            boolean alreadyRan,
            long milliseconds,
            @Nullable String failure) {

        static Server of(Start start) {
            return new Server(
                    start.part().label(),
                    start.port(),
                    start.alreadyRan(),
                    start.took().toMillis(),
                    start.failure());
        }
    }

    private static void tell(Start start, PrintWriter err) {
        String how =
                start.failure() != null
                        ? "does not run: " + start.failure()
                        : start.alreadyRan()
                                ? "runs already"
                                : String.format(
                                        Locale.ROOT, "after %.1f s", start.took().toMillis() / 1e3);
        err.printf("%-14s %5d  %s%n", start.part().label(), start.port(), how);
    }
}
