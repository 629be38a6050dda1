package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.statement.BerkaFiles;
import dev.daybook.cli.statement.CsvStatement;
import dev.daybook.cli.statement.ImportReport;
import dev.daybook.cli.statement.StatementImport;
import dev.daybook.cli.statement.Statements;
import dev.daybook.cli.terminal.Progress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;

/** {@code import berka} and {@code import csv}. */
@Command(
        name = "import",
        header = "Posts another bank's accounts and transactions, and reconciles the balances.",
        synopsisSubcommandLabel = "(berka | csv)")
final class ImportCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(),
                "Say what to import: berka or csv");
    }

    @Command(
            name = "berka",
            header = "Imports the PKDD'99 (Berka) bank data.",
            description = {
                "Opens the accounts as berka-<account_id>, sets the authorised users and posts the"
                        + " transactions in the order of the file, through the public command path."
                        + " Then holds every account's closing balance on every day against what"
                        + " the bank recorded, and lists each day on which they differ.",
                "",
                "Importing again posts nothing twice.",
                "Exit code 0: every row is posted, and no balance differs but where the bank's own"
                        + " record differs from the sum of its rows."
            })
    int berka(
            @Mixin Connection connection,
            @Option(names = "--json", description = "Prints the report as JSON.") boolean json,
            @Parameters(paramLabel = "DIR", description = "Holds account.asc, disp.asc, trans.asc.")
                    Path directory) {
        return post(new BerkaFiles(directory).read(), connection, json, false);
    }

    @Command(
            name = "csv",
            header = "Imports the CSV of any bank, its columns named in a mapping.",
            description = {
                "Opens the accounts that are not there yet and posts the rows through the public"
                        + " command path; where the file has a balance column, holds every closing"
                        + " balance against it. docs/cli.md lists what a mapping may say;"
                        + " docs/examples has one that works.",
                "",
                "Importing again, or a file that overlaps with an earlier one, posts nothing"
                        + " twice."
            })
    int csv(
            @Mixin Connection connection,
            @Option(names = "--json", description = "Prints the report as JSON.") boolean json,
            @Option(
                            names = "--mapping",
                            required = true,
                            paramLabel = "FILE",
                            description = "Properties file that names the columns.")
                    Path mapping,
            @Parameters(paramLabel = "FILE", description = "The CSV file.") Path file) {
        return post(new CsvStatement(file, mapping).read(), connection, json, true);
    }

    private int post(
            Statements statements, Connection connection, boolean json, boolean accountsMayExist) {
        ImportReport report;
        try (DaybookClient client = connection.open();
                Progress progress = Progress.onTerminal(Output.remarks(spec))) {
            report = new StatementImport(client, progress, accountsMayExist).run(statements);
        }
        if (json) {
            Output.of(spec).println(Json.pretty(report.json()));
        } else {
            report.print(Output.of(spec));
        }
        return report.isAsExpected() ? 0 : 1;
    }
}
