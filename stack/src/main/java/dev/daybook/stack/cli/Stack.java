package dev.daybook.stack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.stack.ServerFailedException;

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

/** {@code ./daybook stack}: the main class. */
@Command(
        name = "daybook stack",
        header = "Real Kafka, schema registry, Elasticsearch, Redis, S3 and a second PostgreSQL.",
        description = {
            "As processes on this machine, without Docker, reachable from this machine only. They"
                    + " keep their data in the data directory: --data, else DAYBOOK_DATA, else data"
                    + " beside the launcher."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Each command explains itself with --help. To begin:",
            "  ./daybook stack up",
            "  ./daybook serve --config data/stack.yaml",
        },
        subcommands = {UpCommand.class, StatusCommand.class, DownCommand.class})
public final class Stack implements Runnable {

    /** Set it to see the stack trace of an error. */
    private static final String DEBUG = "DAYBOOK_DEBUG";

    @Spec private @Nullable CommandSpec spec;

    private Stack() {}

    public static void main(String[] arguments) {
        // Libraries tell of each step; what went wrong is told by us.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
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

    /** Runs one command; the exit code. */
    static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Stack());
        addHelp(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Stack::explainUsage);
        line.setExecutionExceptionHandler(Stack::explainFailure);
        return line.execute(arguments.toArray(new String[0]));
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Shows this text.")
                                .build());
        line.getSubcommands().values().forEach(Stack::addHelp);
    }

    /** Without a command: which there are. */
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
                        ? "'" + unmatched.getUnmatched().getFirst() + "' is not understood."
                        : oneLine(wrong.getMessage());
        line.getErr()
                .printf(
                        "daybook: %s See `./%s --help`.%n",
                        what, line.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    private static int explainFailure(Exception failed, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failed instanceof ServerFailedException) {
            err.println("daybook: " + oneLine(failed.getMessage()));
        } else {
            err.printf(
                    "daybook: Something unexpected happened: %s Set %s=1 to see where, and report"
                            + " it.%n",
                    oneLine(failed.toString()), DEBUG);
        }
        if (System.getenv(DEBUG) != null) {
            failed.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no reason was given." : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
