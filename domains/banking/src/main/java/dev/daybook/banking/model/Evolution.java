package dev.daybook.banking.model;

import dev.daybook.banking.model.Account.AuthorizedUser;
import dev.daybook.banking.model.Account.Hold;
import dev.daybook.banking.model.Account.PendingCredit;
import dev.daybook.banking.model.AccountEvent.AccountClosed;
import dev.daybook.banking.model.AccountEvent.AccountFrozen;
import dev.daybook.banking.model.AccountEvent.AccountOpened;
import dev.daybook.banking.model.AccountEvent.AccountReopened;
import dev.daybook.banking.model.AccountEvent.AccountUnfrozen;
import dev.daybook.banking.model.AccountEvent.HoldCaptured;
import dev.daybook.banking.model.AccountEvent.HoldExpired;
import dev.daybook.banking.model.AccountEvent.HoldPlaced;
import dev.daybook.banking.model.AccountEvent.HoldReleased;
import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.AccountEvent.OverdraftLimitChanged;
import dev.daybook.banking.model.AccountEvent.PendingCreditAdded;
import dev.daybook.banking.model.AccountEvent.PendingCreditCleared;
import dev.daybook.banking.model.AccountEvent.PendingCreditReturned;
import dev.daybook.banking.model.AccountEvent.UserAuthorized;
import dev.daybook.banking.model.AccountEvent.UserRevoked;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.banking.model.TransactionEvent.TransactionReversed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The state of an entity after an event. It decides nothing: what was recorded happened. But an
 * event that does not fit the state it is applied to is a defect or a damaged journal, and is never
 * passed over.
 */
final class Evolution {

    private Evolution() {}

    static BankingState evolve(@Nullable BankingState before, BankingEvent event) {
        return switch (event) {
            case Movement movement -> moved(before, movement);
            case AccountOpened opened when before == null -> open(opened);
            case AccountEvent onAccount when before instanceof Account account ->
                    evolve(account, onAccount);
            case TransactionPosted posted when before == null -> posted(posted);
            case TransactionReversed reversed when before instanceof Transaction transaction ->
                    reversed(transaction, reversed);
            default -> throw misfit(before, event);
        };
    }

    private static BankingState moved(@Nullable BankingState before, Movement movement) {
        return switch (before) {
            case Account account when account.currency().equals(movement.currency()) -> {
                requireSum(account.balance(), movement);
                yield account.withBalance(movement.balance());
            }
            case BookAccount own -> moved(own, movement);
            // Only the book's own accounts come into being by a movement.
            case null -> moved(BookAccount.NEW, movement);
            default -> throw misfit(before, movement);
        };
    }

    private static BookAccount moved(BookAccount account, Movement movement) {
        requireSum(account.balance(movement.currency()), movement);
        return account.with(movement.currency(), movement.balance());
    }

    private static void requireSum(long before, Movement movement) {
        if (before + movement.signedAmount() != movement.balance()) {
            throw new IllegalStateException(
                    "A movement of %d on a balance of %d cannot lead to %d."
                            .formatted(movement.signedAmount(), before, movement.balance()));
        }
    }

    private static Account open(AccountOpened opened) {
        return new Account(
                opened.account(),
                opened.owner(),
                opened.currency(),
                opened.product(),
                Account.Status.OPEN,
                false,
                false,
                0,
                opened.overdraftLimit(),
                opened.openedAt(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Account evolve(Account account, AccountEvent event) {
        return switch (event) {
            case HoldPlaced placed ->
                    account.withHolds(
                            with(
                                    account.holds(),
                                    Hold::id,
                                    new Hold(
                                            placed.hold(),
                                            placed.amount(),
                                            placed.placedAt(),
                                            placed.expiresAt())));
            case HoldCaptured captured -> withoutHold(account, captured.hold());
            case HoldReleased released -> withoutHold(account, released.hold());
            case HoldExpired expired -> withoutHold(account, expired.hold());
            case PendingCreditAdded added ->
                    account.withPendingCredits(
                            with(
                                    account.pendingCredits(),
                                    PendingCredit::id,
                                    new PendingCredit(
                                            added.credit(),
                                            added.amount(),
                                            added.via(),
                                            added.description(),
                                            added.addedAt())));
            case PendingCreditCleared cleared -> withoutCredit(account, cleared.credit());
            case PendingCreditReturned returned -> withoutCredit(account, returned.credit());
            case UserAuthorized authorized ->
                    account.withAuthorizedUsers(
                            with(
                                    account.authorizedUsers(),
                                    AuthorizedUser::user,
                                    new AuthorizedUser(
                                            authorized.user(),
                                            authorized.role(),
                                            authorized.perTransactionLimit())));
            case UserRevoked revoked ->
                    account.withAuthorizedUsers(
                            without(
                                    account.authorizedUsers(),
                                    AuthorizedUser::user,
                                    revoked.user()));
            case AccountFrozen frozen ->
                    account.withFrozen(
                            account.debitsFrozen() || frozen.debits(),
                            account.creditsFrozen() || frozen.credits());
            case AccountUnfrozen unfrozen ->
                    account.withFrozen(
                            account.debitsFrozen() && !unfrozen.debits(),
                            account.creditsFrozen() && !unfrozen.credits());
            case AccountClosed() -> account.withStatus(Account.Status.CLOSED);
            case AccountReopened() -> account.withStatus(Account.Status.OPEN);
            case OverdraftLimitChanged changed -> account.withOverdraftLimit(changed.limit());
            // The first happens to nothing but a new account, the second is dealt with above.
            case AccountOpened _, Movement _ -> throw misfit(account, event);
        };
    }

    private static Account withoutHold(Account account, String hold) {
        return account.withHolds(without(account.holds(), Hold::id, hold));
    }

    private static Account withoutCredit(Account account, String credit) {
        return account.withPendingCredits(
                without(account.pendingCredits(), PendingCredit::id, credit));
    }

    /** The list with an item added, or replaced when there is one of its key, ordered by key. */
    private static <T> List<T> with(List<T> items, Function<T, String> key, T item) {
        List<T> next = new ArrayList<>(items.size() + 1);
        String mine = key.apply(item);
        boolean placed = false;
        for (T each : items) {
            int order = key.apply(each).compareTo(mine);
            if (order >= 0 && !placed) {
                next.add(item);
                placed = true;
            }
            if (order != 0) {
                next.add(each);
            }
        }
        if (!placed) {
            next.add(item);
        }
        return next;
    }

    private static <T> List<T> without(List<T> items, Function<T, String> key, String gone) {
        List<T> next = items.stream().filter(each -> !key.apply(each).equals(gone)).toList();
        if (next.size() == items.size()) {
            throw new IllegalStateException("There is no '" + gone + "' to end.");
        }
        return next;
    }

    private static Transaction posted(TransactionPosted posted) {
        return new Transaction(
                posted.transaction(),
                posted.kind(),
                posted.legs(),
                posted.description(),
                posted.metadata(),
                posted.valueDate(),
                posted.reverses(),
                null);
    }

    private static Transaction reversed(Transaction transaction, TransactionReversed reversed) {
        return new Transaction(
                transaction.id(),
                transaction.kind(),
                transaction.legs(),
                transaction.description(),
                transaction.metadata(),
                transaction.valueDate(),
                transaction.reverses(),
                reversed.by());
    }

    private static IllegalStateException misfit(@Nullable BankingState before, BankingEvent event) {
        return new IllegalStateException(
                "A %s cannot happen to %s."
                        .formatted(
                                event.getClass().getSimpleName(),
                                before == null
                                        ? "what does not exist"
                                        : "a " + before.getClass().getSimpleName()));
    }
}
