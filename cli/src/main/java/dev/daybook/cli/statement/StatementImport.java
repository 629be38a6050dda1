package dev.daybook.cli.statement;

import dev.daybook.cli.client.BatchAnswer;
import dev.daybook.cli.client.BatchCommand;
import dev.daybook.cli.client.BatchPost;
import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.statement.Statements.NewAccount;
import dev.daybook.cli.statement.Statements.User;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;

import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Posts statements through the public command path: accounts, then authorised users, then the rows
 * in their order; and reconciles. Every command has a key made of what the files say, so that
 * importing again changes nothing.
 */
public final class StatementImport {

    private static final String ACCOUNT_EXISTS = "account-exists";

    private final DaybookClient client;
    private final Progress progress;
    private final boolean accountsMayExist;

    /**
     * @param accountsMayExist whether rows may go to accounts that somebody else has opened. Where
     *     they may not, finding one stops the import before any row is posted, because the same
     *     rows may have been imported under another name, whose keys are not ours.
     */
    public StatementImport(DaybookClient client, Progress progress, boolean accountsMayExist) {
        this.client = client;
        this.progress = progress;
        this.accountsMayExist = accountsMayExist;
    }

    /** Imports and reconciles; the report says what became of every row. */
    public ImportReport run(Statements statements) {
        long began = System.nanoTime();
        String reason = "Import of " + statements.source();

        List<BatchAnswer> opened = post("accounts", openings(statements.accounts(), reason));
        refuseStrangers(statements, opened);
        List<BatchAnswer> users = post("authorised users", users(statements.users(), reason));
        List<BatchAnswer> carried = post("opening balances", carried(statements, opened, reason));
        List<BatchAnswer> posted = post("rows", rows(statements.entries(), reason));
        long postedNanos = System.nanoTime() - began;

        long last = 0;
        for (List<BatchAnswer> answers : List.of(opened, users, carried, posted)) {
            for (BatchAnswer answer : answers) {
                last = Math.max(last, answer.position());
            }
        }
        Reconciliation reconciliation = new Reconciler(client, progress, last).run(statements);
        return ImportReport.of(
                statements,
                new ImportReport.Answers(opened, users, carried, posted),
                reconciliation,
                new ImportReport.Took(postedNanos, System.nanoTime() - began));
    }

    private List<BatchAnswer> post(String what, List<BatchCommand> commands) {
        return new BatchPost(client, done -> progress.step(what, done, commands.size()))
                .post(commands);
    }

    private void refuseStrangers(Statements statements, List<BatchAnswer> opened) {
        for (int i = 0; i < opened.size() && !accountsMayExist; i++) {
            if (opened.get(i).code().equals(ACCOUNT_EXISTS)) {
                throw new Complaint(
                        "The account "
                                + statements.accounts().get(i).id()
                                + " was opened by somebody else, perhaps by an import under another"
                                + " name; importing would post its rows twice.",
                        "Use a token of the same actor as then, or another book.");
            }
        }
    }

    private static List<BatchCommand> openings(List<NewAccount> accounts, String reason) {
        List<BatchCommand> commands = new ArrayList<>(accounts.size());
        for (NewAccount account : accounts) {
            // What is asked for is part of the key: a later file may show that the account went
            // deeper below zero, which is another request and not a repetition of this one.
            String key = "open-" + account.id() + "-" + account.overdraft().toPlainString();
            BatchCommand command =
                    BatchCommand.of(key, "open-account", reason)
                            .with("id", account.id())
                            .with("currency", account.currency())
                            .with("product", account.product())
                            .with("overdraftLimit", account.overdraft().toPlainString());
            command.line()
                    .putObject("owner")
                    .put("reference", account.ownerReference())
                    .put("name", account.ownerName());
            commands.add(command);
        }
        return commands;
    }

    private static List<BatchCommand> users(List<User> users, String reason) {
        return users.stream()
                .map(user ->
                        BatchCommand.of(user.key(), "authorize-user", reason)
                                .with("account", user.account())
                                .with("user", user.user())
                                .with("role", user.role()))
                .toList();
    }

    private static List<BatchCommand> carried(
            Statements statements, List<BatchAnswer> opened, String reason) {
        Map<String, LocalDate> first = new HashMap<>();
        statements
                .entries()
                .forEach(entry ->
                        first.merge(entry.account(), entry.on(), (a, b) -> a.isBefore(b) ? a : b));
        List<BatchCommand> commands = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            NewAccount account = statements.accounts().get(i);
            LocalDate on = first.get(account.id());
            // Only where an import opened the account: what was in another one is in the book.
            if (opened.get(i).committed() && account.opening().signum() != 0 && on != null) {
                BatchCommand command =
                        BatchCommand.of("opening-" + account.id(), "post-transaction", reason)
                                .with("kind", "opening-balance")
                                .with("description", "Balance before the first statement")
                                .with("valueDate", on.toString());
                legs(command, account.id(), "@opening", account.opening());
                commands.add(command);
            }
        }
        return commands;
    }

    private static List<BatchCommand> rows(List<Entry> entries, String reason) {
        List<BatchCommand> commands = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            BatchCommand command =
                    BatchCommand.of(entry.key(), "post-transaction", reason)
                            .with("kind", entry.kind())
                            .with("description", entry.description())
                            .with("valueDate", entry.on().toString());
            legs(command, entry.account(), entry.via(), entry.amount());
            if (!entry.metadata().isEmpty()) {
                ObjectNode metadata = command.line().putObject("metadata");
                entry.metadata().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(field -> metadata.put(field.getKey(), field.getValue()));
            }
            commands.add(command);
        }
        return commands;
    }

    private static void legs(
            BatchCommand command, String account, String other, BigDecimal amount) {
        var legs = command.line().putArray("legs");
        legs.addObject().put("account", account).put("amount", amount.toPlainString());
        legs.addObject().put("account", other).put("amount", amount.negate().toPlainString());
    }
}
