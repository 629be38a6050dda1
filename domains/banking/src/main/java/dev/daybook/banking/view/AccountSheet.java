package dev.daybook.banking.view;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * An account as it stands at a position: exactly one of {@code account} and {@code own} is there.
 *
 * @param version the account's version
 * @param position the position of its newest event
 * @param account a customer's account
 * @param own one of the book's own accounts
 */
public record AccountSheet(
        String id,
        long version,
        long position,
        @Nullable Account account,
        @Nullable BookAccount own) {

    public AccountSheet {
        if ((account == null) == (own == null)) {
            throw new IllegalArgumentException("An account is a customer's or the book's own.");
        }
    }

    static AccountSheet of(String id, long version, long position, BankingState state) {
        return new AccountSheet(
                id,
                version,
                position,
                state instanceof Account account ? account : null,
                state instanceof BookAccount own ? own : null);
    }

    public BankingState state() {
        return account != null ? account : Objects.requireNonNull(own);
    }
}
