package dev.daybook.banking.model;

import dev.daybook.engine.event.ValueDated;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Something that happened to one account. Amounts are positive, in minor units of the account's
 * currency unless said otherwise. The book's own accounts know only {@link Movement}s.
 */
public sealed interface AccountEvent extends BankingEvent {

    record AccountOpened(
            String account,
            Owner owner,
            String currency,
            @Nullable String product,
            long overdraftLimit,
            Instant openedAt)
            implements AccountEvent {}

    /** Money moved: one leg of a transaction. */
    sealed interface Movement extends AccountEvent, ValueDated {

        /** The transaction that this is a leg of. */
        UUID transaction();

        /** The transaction's kind. */
        String kind();

        /** How much moved, above zero. */
        long amount();

        /** The currency; the book's own accounts have several. */
        String currency();

        /** The balance in that currency afterwards. */
        long balance();

        @Nullable String description();

        /** The other account, when the transaction has two legs. */
        @Nullable String counterparty();

        /** The amount with its sign: negative for a debit. */
        default long signedAmount() {
            return this instanceof Debited ? -amount() : amount();
        }
    }

    record Debited(
            UUID transaction,
            String kind,
            long amount,
            String currency,
            long balance,
            @Nullable String description,
            LocalDate valueDate,
            @Nullable String counterparty)
            implements Movement {}

    record Credited(
            UUID transaction,
            String kind,
            long amount,
            String currency,
            long balance,
            @Nullable String description,
            LocalDate valueDate,
            @Nullable String counterparty)
            implements Movement {}

    record HoldPlaced(String hold, long amount, Instant placedAt, @Nullable Instant expiresAt)
            implements AccountEvent {}

    /**
     * A hold became a debit; what was held beyond it is available again.
     *
     * @param amount what was held
     * @param captured what was debited of it
     */
    record HoldCaptured(String hold, long amount, long captured, UUID transaction)
            implements AccountEvent {}

    record HoldReleased(String hold, long amount) implements AccountEvent {}

    record HoldExpired(String hold, long amount) implements AccountEvent {}

    /** Money is announced (a check was deposited, say) and not available yet. */
    record PendingCreditAdded(
            String credit, long amount, String via, @Nullable String description, Instant addedAt)
            implements AccountEvent {}

    record PendingCreditCleared(String credit, long amount, UUID transaction)
            implements AccountEvent {}

    record PendingCreditReturned(String credit, long amount) implements AccountEvent {}

    /** A user may act on the account, or may from now on act otherwise than before. */
    record UserAuthorized(String user, String role, @Nullable Long perTransactionLimit)
            implements AccountEvent {}

    record UserRevoked(String user) implements AccountEvent {}

    /** What is true is frozen from now on; what is false stays as it was. */
    record AccountFrozen(boolean debits, boolean credits) implements AccountEvent {}

    /** What is true is free from now on; what is false stays as it was. */
    record AccountUnfrozen(boolean debits, boolean credits) implements AccountEvent {}

    record AccountClosed() implements AccountEvent {}

    record AccountReopened() implements AccountEvent {}

    record OverdraftLimitChanged(long limit) implements AccountEvent {}
}
