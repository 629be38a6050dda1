package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;

import org.jspecify.annotations.Nullable;

/**
 * An account as a teller has it before them.
 *
 * @param account as it is recorded
 * @param done what was just done, if it can be taken back by one step
 * @param failed what was just refused
 * @param error why
 * @param form what was filled in for it
 * @param key of the next thing that is done here
 */
public record Counter(
        AccountBody account,
        @Nullable String done,
        @Nullable String failed,
        @Nullable String error,
        Form form,
        String key) {

    /** Why something was refused; null when that was not. */
    public @Nullable String error(String... things) {
        for (String thing : things) {
            if (thing.equals(failed)) {
                return error;
            }
        }
        return null;
    }

    public boolean isFrozen() {
        return account.frozen().debits();
    }
}
