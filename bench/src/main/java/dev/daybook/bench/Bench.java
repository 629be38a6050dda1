package dev.daybook.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/** {@code ./daybook bench}: the main class. */
@Command(
        name = "daybook bench",
        header = "How fast Daybook is on this machine, and how fast its peers are.",
        synopsisSubcommandLabel = "NAME",
        commandListHeading = "%nWorkloads:%n",
        footer = {
            "",
            "Figures come as `name: value unit`, one a line, or with --json as one object.",
            "Each workload explains itself with --help.",
        },
        subcommands = {
            WriteCommand.class,
            PeersCommand.class,
            HttpCommand.class,
            LagCommand.class,
            RebuildCommand.class,
            AsOfCommand.class,
            SearchCommand.class,
            InnerCommand.class,
            AgeCommand.class,
            LiveCommand.class,
            StackCommand.class,
            ReportCommand.class
        })
public final class Bench implements Runnable {

    /** Set it to see the stack trace of an error. */
    private static final String DEBUG = "DAYBOOK_DEBUG";

    @Spec private @Nullable CommandSpec spec;

    private Bench() {}

    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = run(List.of(arguments), out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(
                new PrintStream(new FileOutputStream(stream), true, UTF_8), true, UTF_8);
    }

    /** Runs one workload; the exit code. */
    static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Bench());
        addHelp(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Bench::explainUsage);
        line.setExecutionExceptionHandler(Bench::explainFailure);
        return line.execute(arguments.toArray(new String[0]));
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Shows this text.")
                                .build());
        line.getSubcommands().values().forEach(Bench::addHelp);
    }

    /** Without a name: which there are. */
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    private static int explainUsage(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        String what =
                wrong instanceof UnmatchedArgumentException unmatched
                        ? "'" + unmatched.getUnmatched().getFirst() + "' is not understood"
                        : oneLine(wrong.getMessage());
        line.getErr()
                .printf(
                        "daybook: %s. See `./%s --help`.%n",
                        what, line.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    private static int explainFailure(Exception failed, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        String message = failed.getMessage();
        err.println("daybook: " + oneLine(message == null ? failed.toString() : message));
        if (System.getenv(DEBUG) != null) {
            failed.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no reason was given." : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
