package dev.daybook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.terminal.Complaint;

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

/** {@code ./daybook}: the main class of the executable jar. */
@Command(
        name = "daybook",
        header = "An account-transaction service for institutions that must prove what they did.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Every command explains itself with --help. To begin:",
            "  ./daybook serve --demo        a bank that looks alive, on port 8080",
            "  ./daybook token --actor me --roles admin",
            "  ./daybook test                the whole test suite of the project",
            "  ./daybook bench               how fast it is, and its peers beside it",
            "",
            "DAYBOOK_DATA, DAYBOOK_URL and DAYBOOK_TOKEN stand in for --data, --url and --token.",
        },
        subcommands = {
            ServeCommand.class,
            TokenCommand.class,
            ImportCommand.class,
            ExplainCommand.class,
            EventsCommand.class,
            VerifyCommand.class,
            ArchiveCommand.class,
            RestoreCommand.class,
            SimulateCommand.class,
            SchemaCommand.class,
            VersionCommand.class,
            WarmUpCommand.class,
            CommandLine.HelpCommand.class,
        })
public final class Daybook implements Runnable {

    /** Set to see the stack trace of an error that has no words of its own. */
    private static final String DEBUG = "DAYBOOK_DEBUG";

    @Spec private @Nullable CommandSpec spec;

    private Daybook() {}

    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = run(List.of(arguments), out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Amounts and names are UTF-8 whatever the terminal says it is. */
    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(
                new PrintStream(new FileOutputStream(stream), true, UTF_8), true, UTF_8);
    }

    /** Runs one command; the exit code. */
    static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Daybook());
        addHelp(line);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(26);
        line.setParameterExceptionHandler(Daybook::explainUsage);
        line.setExecutionExceptionHandler(Daybook::explainFailure);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(arguments.toArray(new String[0]));
    }

    /** Every command explains itself. */
    private static void addHelp(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        if (!spec.optionsMap().containsKey("--help")) {
            spec.addOption(
                    OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this text.")
                            .build());
        }
        line.getSubcommands().values().forEach(Daybook::addHelp);
    }

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
                        "daybook: %s%s See `%s --help`.%n",
                        what,
                        what.endsWith(".") ? "" : ".",
                        "./" + line.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    private static int explainFailure(Exception failed, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failed instanceof Complaint) {
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
