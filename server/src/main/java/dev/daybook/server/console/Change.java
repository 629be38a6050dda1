package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.query.AuditTrail.StepBody;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One thing about an account that a step has changed.
 *
 * @param name what it is called
 * @param before null when there was nothing before
 */
public record Change(String name, @Nullable String before, String after) {

    /** All that a step has changed of what a person looks at. */
    static List<Change> between(StepBody step, Ui ui) {
        List<Change> changes = new ArrayList<>();
        AccountBody before = step.before();
        AccountBody after = step.after();
        String currency = after.currency();
        add(
                changes,
                ui,
                "balance",
                money(ui, before, AccountBody::balance, currency),
                ui.money(after.balance(), currency));
        add(
                changes,
                ui,
                "available",
                money(ui, before, AccountBody::available, currency),
                ui.money(after.available(), currency));
        add(
                changes,
                ui,
                "pending",
                money(ui, before, AccountBody::pending, currency),
                ui.money(after.pending(), currency));
        add(
                changes,
                ui,
                "overdraft",
                money(ui, before, AccountBody::overdraftLimit, currency),
                ui.money(after.overdraftLimit(), currency));
        add(changes, ui, "status", before == null ? null : before.status(), after.status());
        add(changes, ui, "frozen", before == null ? null : frozen(before, ui), frozen(after, ui));
        add(changes, ui, "users", before == null ? null : users(before), users(after));
        return changes;
    }

    private static void add(
            List<Change> changes, Ui ui, String what, @Nullable String before, String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Change(ui.text("audit." + what), before, after));
        }
    }

    private static @Nullable String money(
            Ui ui,
            @Nullable AccountBody account,
            java.util.function.Function<AccountBody, @Nullable String> amount,
            @Nullable String currency) {
        return account == null ? null : ui.money(amount.apply(account), currency);
    }

    private static String frozen(AccountBody account, Ui ui) {
        boolean debits = account.frozen().debits();
        boolean credits = account.frozen().credits();
        return ui.text(
                debits && credits
                        ? "audit.frozen.both"
                        : debits
                                ? "audit.frozen.debits"
                                : credits ? "audit.frozen.credits" : "audit.frozen.none");
    }

    private static String users(AccountBody account) {
        return account.authorizedUsers().isEmpty()
                ? "–"
                : String.join(
                        ", ",
                        account.authorizedUsers().stream()
                                .map(user -> user.user() + " (" + user.role() + ")")
                                .toList());
    }
}
