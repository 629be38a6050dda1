package dev.daybook.stack.cli;

import static java.util.Objects.requireNonNull;

import dev.daybook.stack.Part;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code stack down}. */
@Command(
        name = "down",
        header = "Stops the servers; what they keep stays, unless it is wiped.",
        description = {
            "Each is stopped cleanly, and killed when it has not ended after 20 seconds."
        })
final class DownCommand implements Callable<Integer> {

    @Mixin private final DataOption data = new DataOption();
    @Mixin private final JsonOption json = new JsonOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--wipe",
            description = "Deletes what they kept too: topics, schemas, indices, keys, objects.")
    private boolean wipe;

    @Override
    public Integer call() {
        List<Part> stopped = data.stack().down(wipe);
        PrintWriter out =
                requireNonNull(spec, "picocli gives every command its spec").commandLine().getOut();
        if (json.isSet()) {
            JsonOption.print(out, new Result(stopped.stream().map(Part::label).toList(), wipe));
            return 0;
        }
        out.println(
                stopped.isEmpty()
                        ? "Nothing ran."
                        : "Stopped "
                                + stopped.stream()
                                        .map(Part::label)
                                        .collect(Collectors.joining(", "))
                                + ".");
        if (wipe) {
            out.println("What they kept is deleted.");
        }
        return 0;
    }

    /** The same for programs. */
    private record Result(List<String> stopped, boolean wiped) {}
}
