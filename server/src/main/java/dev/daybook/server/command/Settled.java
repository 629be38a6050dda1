package dev.daybook.server.command;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.AccountEvent;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.model.TransactionEvent;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.event.EntityId;
import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.answer.HoldBody;
import dev.daybook.server.answer.PendingCreditBody;
import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.security.Caller;

import java.util.List;

/**
 * What a committed command did, from which its answer is made: the same for the first answer and
 * for each repeated one.
 */
record Settled(List<Step<BankingState, BankingEvent>> steps, Caller caller) {

    /** An account as the command left it. */
    AccountBody account() {
        Step<BankingState, BankingEvent> last =
                steps.stream()
                        .filter(step -> step.recorded().entity().kind().equals(Identifiers.ACCOUNT))
                        .reduce((earlier, later) -> later)
                        .orElseThrow();
        return AccountBody.of(
                last.recorded().entity().value(), last.after(), last.recorded().version());
    }

    /** The transaction that the command posted. */
    TransactionBody transaction() {
        for (Step<BankingState, BankingEvent> step : steps) {
            if (step.event() instanceof TransactionEvent.TransactionPosted
                    && step.after() instanceof Transaction transaction) {
                return TransactionBody.of(
                        transaction,
                        step.recorded().recordedAt(),
                        step.recorded().position(),
                        caller);
            }
        }
        throw new IllegalStateException("The command posted no transaction.");
    }

    HoldBody hold() {
        for (Step<BankingState, BankingEvent> step : steps) {
            if (step.after() instanceof Account account) {
                EntityId entity = step.recorded().entity();
                if (step.event() instanceof AccountEvent.HoldPlaced placed) {
                    Account.Hold hold = account.hold(placed.hold());
                    if (hold != null) {
                        return HoldBody.open(entity.value(), account.currency(), hold);
                    }
                } else if (step.event() instanceof AccountEvent.HoldReleased released) {
                    return HoldBody.released(
                            released.hold(), entity.value(), released.amount(), account.currency());
                }
            }
        }
        throw new IllegalStateException("The command neither placed nor released a hold.");
    }

    PendingCreditBody pendingCredit() {
        for (Step<BankingState, BankingEvent> step : steps) {
            if (step.after() instanceof Account account) {
                EntityId entity = step.recorded().entity();
                if (step.event() instanceof AccountEvent.PendingCreditAdded added) {
                    Account.PendingCredit credit = account.pendingCredit(added.credit());
                    if (credit != null) {
                        return PendingCreditBody.pending(
                                entity.value(), account.currency(), credit);
                    }
                } else if (step.event() instanceof AccountEvent.PendingCreditReturned returned) {
                    return PendingCreditBody.returned(
                            returned.credit(),
                            entity.value(),
                            returned.amount(),
                            account.currency());
                }
            }
        }
        throw new IllegalStateException("The command neither added nor returned a credit.");
    }
}
