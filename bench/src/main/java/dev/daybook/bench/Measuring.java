package dev.daybook.bench;

import static java.util.Objects.requireNonNull;

import dev.daybook.bench.measure.Figure;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Timing;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.math.BigDecimal;

/** What can be said of every workload: how long, and in which form. */
final class Measuring {

    private static final int SECONDS_MAX = 3_600;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to measure, each time; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "4",
            description = "Seconds to run before measuring; default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--json", description = "Prints one JSON object when all is measured.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Timing timing() {
        require("--seconds", seconds, 1, SECONDS_MAX);
        require("--warm-up", warmUp, 0, SECONDS_MAX);
        return Timing.seconds(warmUp, seconds);
    }

    /** A number that must lie within bounds. */
    void require(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec().commandLine(),
                    "%s is a number from %,d to %,d, not %,d".formatted(option, min, max, value));
        }
    }

    /** Takes figures and prints each as it comes, unless JSON is wanted. */
    Figures figures() {
        PrintWriter out = out();
        return new Figures(
                json
                        ? _ -> {}
                        : figure -> {
                            out.println(figure);
                            out.flush();
                        });
    }

    /** Something to know while waiting; not on the output that figures are on. */
    void remark(String text) {
        PrintWriter err = spec().commandLine().getErr();
        err.println(text);
        err.flush();
    }

    /** Ends the command. */
    int done(Figures figures) {
        if (json) {
            ObjectNode all = JsonMapper.shared().createObjectNode();
            all.put("workload", spec().name());
            ObjectNode values = all.putObject("figures");
            for (Figure figure : figures.all()) {
                values.putObject(figure.name())
                        .put("value", new BigDecimal(figure.text()))
                        .put("unit", figure.unit());
            }
            out().println(JsonMapper.shared().writeValueAsString(all));
        }
        return 0;
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        return requireNonNull(command, "picocli gives every command its spec");
    }
}
