package dev.daybook.cli.statement;

import dev.daybook.cli.client.BatchAnswer;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.statement.Reconciliation.Difference;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an import did, row by row, and how the balances compare.
 *
 * @param rows rows that were read
 * @param posted rows that are in the journal
 * @param postedBefore those of them that were there already
 * @param rejected what was refused, accounts and users included, with the reason
 */
public record ImportReport(
        String source,
        Counts accounts,
        Counts users,
        int rows,
        int posted,
        int postedBefore,
        List<Rejected> rejected,
        Reconciliation reconciliation,
        Took took) {

    /**
     * How many of a kind.
     *
     * @param made done by this import
     * @param before were there already
     */
    public record Counts(int made, int before) {}

    /**
     * Something that was refused.
     *
     * @param row where it stands in the files
     */
    public record Rejected(String row, String code, String reason) {}

    /** The time it took to post, and altogether. */
    record Took(long postingNanos, long wholeNanos) {}

    /** The answers to everything that was posted. */
    record Answers(
            List<BatchAnswer> accounts,
            List<BatchAnswer> users,
            List<BatchAnswer> openings,
            List<BatchAnswer> rows) {}

    static ImportReport of(
            Statements statements, Answers answers, Reconciliation reconciliation, Took took) {
        List<Rejected> rejected = new ArrayList<>();
        statements
                .unreadable()
                .forEach(row -> rejected.add(new Rejected(row.row(), "unreadable", row.reason())));
        for (int i = 0; i < answers.rows().size(); i++) {
            addIfRejected(rejected, statements.entries().get(i).row(), answers.rows().get(i));
        }
        for (BatchAnswer answer : answers.openings()) {
            // Another opening balance under the same key: an earlier file began the account.
            if (!answer.code().equals("idempotency-key-reused")) {
                addIfRejected(rejected, answer.key(), answer);
            }
        }
        answers.users().forEach(answer -> addIfRejected(rejected, answer.key(), answer));
        for (BatchAnswer answer : answers.accounts()) {
            if (!answer.code().equals("account-exists")) {
                addIfRejected(rejected, answer.key(), answer);
            }
        }
        Counts rows = count(answers.rows());
        return new ImportReport(
                statements.source(),
                count(answers.accounts()),
                count(answers.users()),
                statements.rows(),
                rows.made() + rows.before(),
                rows.before(),
                rejected,
                reconciliation,
                took);
    }

    private static void addIfRejected(List<Rejected> rejected, String row, BatchAnswer answer) {
        if (!answer.committed()) {
            rejected.add(new Rejected(row, answer.code(), answer.detail()));
        }
    }

    private static Counts count(List<BatchAnswer> answers) {
        int made = 0;
        int before = 0;
        for (BatchAnswer answer : answers) {
            if (answer.committed() && !answer.replayed()) {
                made++;
            } else if (answer.committed() || answer.code().equals("account-exists")) {
                before++;
            }
        }
        return new Counts(made, before);
    }

    /** Whether every row is posted and every difference is one of the data with itself. */
    public boolean isAsExpected() {
        return rejected.isEmpty() && reconciliation.unexpected().isEmpty();
    }

    /** For people: what was refused, what differs, and the figures at the end. */
    public void print(PrintWriter out) {
        rejected.forEach(each ->
                out.printf("rejected  %s: %s (%s)%n", each.row(), each.reason(), each.code()));
        reconciliation.inconsistent().forEach(day -> print(out, "differs   ", day));
        reconciliation.unexpected().forEach(day -> print(out, "UNEXPECTED", day));
        out.println(source);
        out.println("  accounts          " + words(accounts, "opened"));
        if (users.made() + users.before() > 0) {
            out.println("  authorised users  " + words(users, "set"));
        }
        line(out, "rows read", rows);
        line(out, "rows posted", posted);
        if (postedBefore > 0) {
            line(out, "  of them before", postedBefore);
        }
        line(out, "rejected", rejected.size());
        Reconciliation r = reconciliation;
        out.println("Closing balances against the bank's own record");
        line(out, "account-days", r.accountDays());
        line(out, "agree", r.agreeing());
        line(out, "differ, as the data differs from itself", r.inconsistent().size());
        line(out, "differ, though the data agrees with itself", r.unexpected().size());
        if (posted > 0 && postedBefore == posted) {
            out.println("Everything was imported before; nothing has changed.");
        }
        out.printf(
                Locale.ROOT,
                "Posted in %.1f s, reconciled in %.1f s.%n",
                took.postingNanos() / 1e9,
                (took.wholeNanos() - took.postingNanos()) / 1e9);
    }

    private static void print(PrintWriter out, String what, Difference day) {
        out.printf(
                "%s %s %s: book %s, bank %s, off by %s%n",
                what,
                day.account(),
                day.on(),
                day.book().toPlainString(),
                day.recorded().toPlainString(),
                day.recorded().subtract(day.book()).toPlainString());
    }

    private static void line(PrintWriter out, String name, int count) {
        out.printf(Locale.ROOT, "  %-43s %,9d%n", name, count);
    }

    private static String words(Counts counts, String made) {
        return counts.before() == 0
                ? String.format(Locale.ROOT, "%,d %s", counts.made(), made)
                : String.format(
                        Locale.ROOT,
                        "%,d %s, %,d were there already",
                        counts.made(),
                        made,
                        counts.before());
    }

    /** The same for programs. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("source", source);
        json.putObject("accounts").put("opened", accounts.made()).put("before", accounts.before());
        json.putObject("authorizedUsers").put("set", users.made()).put("before", users.before());
        ObjectNode rowsNode = json.putObject("rows");
        rowsNode.put("read", rows).put("posted", posted).put("postedBefore", postedBefore);
        ArrayNode rejectedNode = rowsNode.putArray("rejected");
        rejected.forEach(each ->
                rejectedNode
                        .addObject()
                        .put("row", each.row())
                        .put("code", each.code())
                        .put("reason", each.reason()));
        ObjectNode days = json.putObject("accountDays");
        days.put("compared", reconciliation.accountDays())
                .put("agreeing", reconciliation.agreeing());
        days.put("differing", reconciliation.inconsistent().size());
        days.put("unexpected", reconciliation.unexpected().size());
        ArrayNode differences = days.putArray("differences");
        reconciliation.inconsistent().forEach(day -> add(differences, day, true));
        reconciliation.unexpected().forEach(day -> add(differences, day, false));
        json.put("postingMillis", took.postingNanos() / 1_000_000);
        json.put("millis", took.wholeNanos() / 1_000_000);
        return json;
    }

    private static void add(ArrayNode differences, Difference day, boolean expected) {
        differences
                .addObject()
                .put("account", day.account())
                .put("on", day.on().toString())
                .put("book", day.book().toPlainString())
                .put("bank", day.recorded().toPlainString())
                .put("sumOfRows", day.sum().toPlainString())
                .put("expected", expected);
    }
}
