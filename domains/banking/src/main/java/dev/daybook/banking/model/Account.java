package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A customer's account. Amounts are in minor units of its currency.
 *
 * @param balance what was posted
 * @param overdraftLimit how far below zero the balance may go, 0 or more
 * @param holds those that are open, in the order of their identifiers
 * @param pendingCredits those that are open, in the order of their identifiers
 * @param authorizedUsers in the order of their names
 */
public record Account(
        String id,
        Owner owner,
        String currency,
        @Nullable String product,
        Status status,
        boolean debitsFrozen,
        boolean creditsFrozen,
        long balance,
        long overdraftLimit,
        Instant openedAt,
        List<Hold> holds,
        List<PendingCredit> pendingCredits,
        List<AuthorizedUser> authorizedUsers)
        implements BankingState {

    /** The most open holds, open pending credits, or authorised users of one account, each. */
    public static final int PARTS_MAX = 1_000;

    /** Whether the account is in use. */
    public enum Status {
        OPEN,
        CLOSED
    }

    /** An amount that is set aside for a debit to come. */
    public record Hold(String id, long amount, Instant placedAt, @Nullable Instant expiresAt) {}

    /**
     * An amount that is announced and not available yet, such as a check.
     *
     * @param via the book's own account that it will come from
     */
    public record PendingCredit(
            String id, long amount, String via, @Nullable String description, Instant addedAt) {}

    /**
     * Someone besides the owner who may act on the account.
     *
     * @param perTransactionLimit the most that this user may debit at once; null for no limit
     */
    public record AuthorizedUser(String user, String role, @Nullable Long perTransactionLimit) {

        /** The role that may look and not debit. */
        public static final String VIEWER = "viewer";
    }

    public Account {
        holds = List.copyOf(holds);
        pendingCredits = List.copyOf(pendingCredits);
        authorizedUsers = List.copyOf(authorizedUsers);
    }

    /** The sum of the open holds. */
    public long held() {
        long sum = 0;
        for (Hold hold : holds) {
            sum += hold.amount();
        }
        return sum;
    }

    /** What may be debited now. */
    public long available() {
        return balance + overdraftLimit - held();
    }

    /** The sum of the open pending credits; none of it is available. */
    public long pending() {
        long sum = 0;
        for (PendingCredit credit : pendingCredits) {
            sum += credit.amount();
        }
        return sum;
    }

    public @Nullable Hold hold(String hold) {
        return holds.stream().filter(each -> each.id().equals(hold)).findFirst().orElse(null);
    }

    public @Nullable PendingCredit pendingCredit(String credit) {
        return pendingCredits.stream()
                .filter(each -> each.id().equals(credit))
                .findFirst()
                .orElse(null);
    }

    public @Nullable AuthorizedUser authorizedUser(String user) {
        return authorizedUsers.stream()
                .filter(each -> each.user().equals(user))
                .findFirst()
                .orElse(null);
    }

    Account withBalance(long next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debitsFrozen,
                creditsFrozen,
                next,
                overdraftLimit,
                openedAt,
                holds,
                pendingCredits,
                authorizedUsers);
    }

    Account withOverdraftLimit(long next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debitsFrozen,
                creditsFrozen,
                balance,
                next,
                openedAt,
                holds,
                pendingCredits,
                authorizedUsers);
    }

    Account withStatus(Status next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                next,
                debitsFrozen,
                creditsFrozen,
                balance,
                overdraftLimit,
                openedAt,
                holds,
                pendingCredits,
                authorizedUsers);
    }

    Account withFrozen(boolean debits, boolean credits) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debits,
                credits,
                balance,
                overdraftLimit,
                openedAt,
                holds,
                pendingCredits,
                authorizedUsers);
    }

    Account withHolds(List<Hold> next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debitsFrozen,
                creditsFrozen,
                balance,
                overdraftLimit,
                openedAt,
                next,
                pendingCredits,
                authorizedUsers);
    }

    Account withPendingCredits(List<PendingCredit> next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debitsFrozen,
                creditsFrozen,
                balance,
                overdraftLimit,
                openedAt,
                holds,
                next,
                authorizedUsers);
    }

    Account withAuthorizedUsers(List<AuthorizedUser> next) {
        return new Account(
                id,
                owner,
                currency,
                product,
                status,
                debitsFrozen,
                creditsFrozen,
                balance,
                overdraftLimit,
                openedAt,
                holds,
                pendingCredits,
                next);
    }
}
