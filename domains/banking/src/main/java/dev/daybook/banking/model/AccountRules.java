package dev.daybook.banking.model;

import dev.daybook.banking.model.AccountEvent.AccountClosed;
import dev.daybook.banking.model.AccountEvent.AccountFrozen;
import dev.daybook.banking.model.AccountEvent.AccountOpened;
import dev.daybook.banking.model.AccountEvent.AccountReopened;
import dev.daybook.banking.model.AccountEvent.AccountUnfrozen;
import dev.daybook.banking.model.AccountEvent.OverdraftLimitChanged;
import dev.daybook.banking.model.BankingCommand.ChangeOverdraftLimit;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingCommand.ReopenAccount;
import dev.daybook.banking.model.BankingCommand.UnfreezeAccount;
import dev.daybook.engine.event.EntityId;

/** The life of an account: opened, frozen, closed, opened again. */
final class AccountRules {

    private static final int OWNER_REFERENCE_MAX_CHARS = 100;
    private static final int OWNER_NAME_MAX_CHARS = 200;
    private static final int PRODUCT_MAX_CHARS = 64;

    private AccountRules() {}

    static void open(OpenAccount command, Draft draft) {
        String id = command.account();
        if (!Identifiers.isCustomerAccount(id)) {
            throw Refused.validation(
                    "An account is called by 1 to 64 of A-Z a-z 0-9 . _ : - ; "
                            + (Identifiers.isBookAccount(id)
                                    ? "those with @ are the book's own and need no opening."
                                    : "not " + Texts.quoted(id) + "."));
        }
        Texts.required("owner's reference", command.owner().reference(), OWNER_REFERENCE_MAX_CHARS);
        Texts.required("owner's name", command.owner().name(), OWNER_NAME_MAX_CHARS);
        Texts.optional("product", command.product(), PRODUCT_MAX_CHARS);
        if (!Money.isCurrency(command.currency())) {
            throw Refused.validation(
                    "The currency is an ISO 4217 code such as EUR, not "
                            + Texts.quoted(command.currency())
                            + ".");
        }
        EntityId entity = Identifiers.account(id);
        if (draft.find(entity) != null) {
            throw new Refused(new BankingRejection.AccountExists(id));
        }
        draft.add(
                entity,
                new AccountOpened(
                        id,
                        command.owner(),
                        command.currency(),
                        command.product(),
                        AmountRules.notNegative(
                                "overdraft limit", command.overdraftLimit(), command.currency()),
                        draft.at()));
    }

    static void close(CloseAccount command, Draft draft) {
        Account account = draft.openAccount(command.account());
        if (account.balance() != 0) {
            throw Refused.conflict(
                    "The account %s has a balance of %s. Bring it to zero before closing it."
                            .formatted(
                                    account.id(),
                                    new Money(account.balance(), account.currency())));
        }
        if (!account.holds().isEmpty()) {
            throw Refused.conflict(
                    "The account %s has %d open holds. Capture or release them before closing it."
                            .formatted(account.id(), account.holds().size()));
        }
        if (!account.pendingCredits().isEmpty()) {
            throw Refused.conflict(
                    "The account %s has %d pending credits. Clear or return them before closing it."
                            .formatted(account.id(), account.pendingCredits().size()));
        }
        draft.add(account, new AccountClosed());
    }

    static void reopen(ReopenAccount command, Draft draft) {
        Account account = draft.account(command.account());
        if (account.status() != Account.Status.CLOSED) {
            throw Refused.conflict("The account " + account.id() + " is open.");
        }
        draft.add(account, new AccountReopened());
    }

    static void freeze(FreezeAccount command, Draft draft) {
        requireSide(command.debits(), command.credits());
        Account account = draft.openAccount(command.account());
        boolean debits = command.debits() && !account.debitsFrozen();
        boolean credits = command.credits() && !account.creditsFrozen();
        if (!debits && !credits) {
            throw Refused.conflict("The account " + account.id() + " is frozen like that already.");
        }
        draft.add(account, new AccountFrozen(debits, credits));
    }

    static void unfreeze(UnfreezeAccount command, Draft draft) {
        requireSide(command.debits(), command.credits());
        Account account = draft.openAccount(command.account());
        boolean debits = command.debits() && account.debitsFrozen();
        boolean credits = command.credits() && account.creditsFrozen();
        if (!debits && !credits) {
            throw Refused.conflict("The account " + account.id() + " is not frozen like that.");
        }
        draft.add(account, new AccountUnfrozen(debits, credits));
    }

    private static void requireSide(boolean debits, boolean credits) {
        if (!debits && !credits) {
            throw Refused.validation("Say what is meant: debits, credits, or both.");
        }
    }

    static void changeOverdraftLimit(ChangeOverdraftLimit command, Draft draft) {
        Account account = draft.openAccount(command.account());
        long limit =
                AmountRules.notNegative("overdraft limit", command.limit(), account.currency());
        long available = account.available() - account.overdraftLimit() + limit;
        if (available < 0) {
            throw Refused.conflict(
                    "With a limit of %s the account %s would be %s below it."
                            .formatted(
                                    new Money(limit, account.currency()),
                                    account.id(),
                                    new Money(-available, account.currency())));
        }
        draft.add(account, new OverdraftLimitChanged(limit));
    }
}
