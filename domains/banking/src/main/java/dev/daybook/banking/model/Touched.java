package dev.daybook.banking.model;

import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.AuthorizeUser;
import dev.daybook.banking.model.BankingCommand.CaptureHold;
import dev.daybook.banking.model.BankingCommand.ChangeOverdraftLimit;
import dev.daybook.banking.model.BankingCommand.ClearPendingCredit;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.ExpireHold;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.PostTransaction;
import dev.daybook.banking.model.BankingCommand.ReleaseHold;
import dev.daybook.banking.model.BankingCommand.ReopenAccount;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;
import dev.daybook.banking.model.BankingCommand.ReverseTransaction;
import dev.daybook.banking.model.BankingCommand.RevokeUser;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingCommand.UnfreezeAccount;
import dev.daybook.banking.model.BankingCommand.Withdraw;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a command touches. An identifier that no account can have is left out: the decision refuses
 * the command before it looks for it.
 */
final class Touched {

    private final Set<EntityId> entities = new LinkedHashSet<>();

    private Touched() {}

    static Set<EntityId> by(BankingCommand command, UUID id, Entities<BankingState> known) {
        Touched touched = new Touched();
        switch (command) {
            case OpenAccount c -> touched.account(c.account());
            case CloseAccount c -> touched.account(c.account());
            case ReopenAccount c -> touched.account(c.account());
            case FreezeAccount c -> touched.account(c.account());
            case UnfreezeAccount c -> touched.account(c.account());
            case ChangeOverdraftLimit c -> touched.account(c.account());
            case AuthorizeUser c -> touched.account(c.account());
            case RevokeUser c -> touched.account(c.account());
            case PlaceHold c -> touched.account(c.account());
            case ReleaseHold c -> touched.account(Identifiers.accountOf(c.hold()));
            case ExpireHold c -> touched.account(Identifiers.accountOf(c.hold()));
            case AddPendingCredit c -> touched.account(c.account());
            case ReturnPendingCredit c -> touched.account(Identifiers.accountOf(c.credit()));
            case Deposit c -> touched.account(c.via()).account(c.account()).transaction(id);
            case Withdraw c -> touched.account(c.account()).account(c.via()).transaction(id);
            case Transfer c -> touched.account(c.from()).account(c.to()).transaction(id);
            case PostTransaction c -> touched.legs(c).transaction(id);
            case CaptureHold c ->
                    touched.account(Identifiers.accountOf(c.hold()))
                            .account(c.via())
                            .transaction(id);
            case ClearPendingCredit c -> touched.pendingCredit(c.credit(), known).transaction(id);
            case ReverseTransaction c -> touched.reversal(c.transaction(), known).transaction(id);
        }
        return touched.entities;
    }

    private Touched account(@Nullable String id) {
        if (id != null && Identifiers.isAccount(id)) {
            entities.add(Identifiers.account(id));
        }
        return this;
    }

    private Touched transaction(UUID id) {
        entities.add(Identifiers.transaction(id));
        return this;
    }

    private Touched legs(PostTransaction command) {
        // More legs than are allowed are refused unseen.
        if (command.legs().size() <= PostingRules.LEGS_MAX) {
            command.legs().forEach(leg -> account(leg.account()));
        }
        return this;
    }

    /** The account of the credit, and, once that is loaded, the account that pays. */
    private Touched pendingCredit(String credit, Entities<BankingState> known) {
        String account = Identifiers.accountOf(credit);
        account(account);
        if (account != null && known.find(Identifiers.account(account)) instanceof Account found) {
            Account.PendingCredit pending = found.pendingCredit(credit);
            account(pending == null ? null : pending.via());
        }
        return this;
    }

    /** The transaction, and, once that is loaded, the accounts of its legs. */
    private Touched reversal(UUID original, Entities<BankingState> known) {
        EntityId transaction = Identifiers.transaction(original);
        transaction(original);
        if (known.find(transaction) instanceof Transaction found) {
            found.legs().forEach(leg -> account(leg.account()));
        }
        return this;
    }
}
