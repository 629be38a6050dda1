package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * An account as its customer sees it.
 *
 * @param account what the view shows
 * @param unseen what is recorded and not in that balance yet, in decimal digits; null when there is
 *     nothing, or it cannot be told
 */
public record Own(AccountBody account, @Nullable String unseen) {

    /** An account beside what is true. */
    static Own of(AccountBody shown, AccountBody truth) {
        if (shown.balance() == null || truth.balance() == null) {
            return new Own(shown, null);
        }
        BigDecimal more = new BigDecimal(truth.balance()).subtract(new BigDecimal(shown.balance()));
        return new Own(shown, more.signum() == 0 ? null : more.toPlainString());
    }
}
