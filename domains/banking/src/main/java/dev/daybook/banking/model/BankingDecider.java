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
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;

/** The bank's rules, by topic. Stateless and safe for use by many threads. */
public final class BankingDecider implements Decider<BankingCommand, BankingState, BankingEvent> {

    @Override
    public Set<EntityId> touches(BankingCommand command, UUID id, Entities<BankingState> known) {
        return Touched.by(command, id, known);
    }

    @Override
    public Decision<BankingEvent> decide(
            BankingCommand command, Context context, Entities<BankingState> entities) {
        Draft draft = new Draft(context, entities);
        try {
            decide(command, draft);
            return Decision.accept(draft.changes());
        } catch (Refused refused) {
            return Decision.reject(refused.rejection());
        }
    }

    private static void decide(BankingCommand command, Draft draft) {
        switch (command) {
            case OpenAccount open -> AccountRules.open(open, draft);
            case CloseAccount close -> AccountRules.close(close, draft);
            case ReopenAccount reopen -> AccountRules.reopen(reopen, draft);
            case FreezeAccount freeze -> AccountRules.freeze(freeze, draft);
            case UnfreezeAccount unfreeze -> AccountRules.unfreeze(unfreeze, draft);
            case ChangeOverdraftLimit change -> AccountRules.changeOverdraftLimit(change, draft);
            case Deposit deposit -> PostingRules.deposit(deposit, draft);
            case Withdraw withdraw -> PostingRules.withdraw(withdraw, draft);
            case Transfer transfer -> PostingRules.transfer(transfer, draft);
            case PostTransaction post -> PostingRules.postTransaction(post, draft);
            case ReverseTransaction reverse -> PostingRules.reverse(reverse, draft);
            case PlaceHold place -> HoldRules.place(place, draft);
            case CaptureHold capture -> HoldRules.capture(capture, draft);
            case ReleaseHold release -> HoldRules.release(release, draft);
            case ExpireHold expire -> HoldRules.expire(expire, draft);
            case AddPendingCredit add -> PendingCreditRules.add(add, draft);
            case ClearPendingCredit clear -> PendingCreditRules.clear(clear, draft);
            case ReturnPendingCredit back -> PendingCreditRules.giveBack(back, draft);
            case AuthorizeUser authorize -> UserRules.authorize(authorize, draft);
            case RevokeUser revoke -> UserRules.revoke(revoke, draft);
        }
    }

    @Override
    public BankingState evolve(@Nullable BankingState before, BankingEvent event) {
        return Evolution.evolve(before, event);
    }
}
