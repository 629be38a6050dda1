package dev.daybook.bench;

import dev.daybook.bench.inner.InnerPieces;
import dev.daybook.bench.measure.Figures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code bench inner}. */
@Command(
        name = "inner",
        header = "The pieces of a commit, each alone: decide, encode, hash; by JMH.",
        defaultValueProvider = InnerCommand.Briefly.class)
final class InnerCommand implements Callable<Integer> {

    @Mixin private final Measuring measuring = new Measuring();

    @Option(
            names = "--in-process",
            description = "Without a JVM for each piece: sooner there, and less to be trusted.")
    private boolean inProcess;

    @Override
    public Integer call() {
        Figures figures = measuring.figures();
        new InnerPieces(measuring.timing(), !inProcess).run(figures);
        return measuring.done(figures);
    }

    /** The pieces are small and several, so that each needs less time than a workload. */
    static final class Briefly implements IDefaultValueProvider {

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return switch (argument) {
                case OptionSpec option when option.longestName().equals("--seconds") -> "5";
                case OptionSpec option when option.longestName().equals("--warm-up") -> "3";
                default -> null;
            };
        }
    }
}
