package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One thing about an account, as it was and as it is.
 *
 * @param name what it is called
 * @param before null when there was no account before
 */
public record Change(String name, @Nullable String before, String after) {

    private record Field(String text, Function<AccountBody, String> value) {

        Change between(@Nullable AccountBody before, AccountBody after, Ui ui) {
            return new Change(
                    ui.text(text), before == null ? null : value.apply(before), value.apply(after));
        }
    }

    /** All that a person looks at of an account, before and after. */
    static List<Change> all(@Nullable AccountBody before, AccountBody after, Ui ui) {
        String currency = after.currency();
        return List.of(
                        new Field("audit.balance", it -> ui.money(it.balance(), currency)),
                        new Field("audit.available", it -> ui.money(it.available(), currency)),
                        new Field("audit.pending", it -> ui.money(it.pending(), currency)),
                        new Field("audit.overdraft", it -> ui.money(it.overdraftLimit(), currency)),
                        new Field("audit.status", AccountBody::status),
                        new Field("audit.frozen", it -> frozen(it, ui)),
                        new Field("audit.holds", it -> ui.number(it.holds().size())),
                        new Field("audit.users", Change::users))
                .stream()
                .map(field -> field.between(before, after, ui))
                .toList();
    }

    /** What of that is not the same. */
    static List<Change> between(@Nullable AccountBody before, AccountBody after, Ui ui) {
        return all(before, after, ui).stream().filter(change -> !change.isSame()).toList();
    }

    public boolean isSame() {
        return Objects.equals(before, after);
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
