package dev.daybook.banking.model;

import dev.daybook.banking.model.Account.PendingCredit;
import dev.daybook.banking.model.AccountEvent.PendingCreditAdded;
import dev.daybook.banking.model.AccountEvent.PendingCreditCleared;
import dev.daybook.banking.model.AccountEvent.PendingCreditReturned;
import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.ClearPendingCredit;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;

import java.util.List;

/** Money that is announced, such as a check: added, then cleared or returned. */
final class PendingCreditRules {

    private PendingCreditRules() {}

    static void add(AddPendingCredit command, Draft draft) {
        Account account = draft.openAccount(command.account());
        long amount = AmountRules.positive("amount", command.amount(), account.currency());
        Draft.requireBookAccount(command.via());
        Texts.optional("description", command.description(), Particulars.DESCRIPTION_MAX_CHARS);
        if (account.pendingCredits().size() >= Account.PARTS_MAX) {
            throw Refused.limit(
                    "The account %s has %d pending credits, and no more are kept."
                            .formatted(account.id(), account.pendingCredits().size()));
        }
        PostingRules.requireCreditable(account);
        draft.add(
                account,
                new PendingCreditAdded(
                        Identifiers.part(account.id(), draft.id()),
                        amount,
                        command.via(),
                        command.description(),
                        draft.at()));
    }

    static void clear(ClearPendingCredit command, Draft draft) {
        Account account = accountOf(command.credit(), draft);
        PendingCredit credit = openCredit(account, command.credit());
        draft.add(account, new PendingCreditCleared(credit.id(), credit.amount(), draft.id()));
        PostingRules.post(
                draft,
                Particulars.of("clearing", credit.description()),
                List.of(
                        new Line(credit.via(), -credit.amount(), account.currency()),
                        new Line(account.id(), credit.amount(), account.currency())));
    }

    static void giveBack(ReturnPendingCredit command, Draft draft) {
        Account account = accountOf(command.credit(), draft);
        PendingCredit credit = openCredit(account, command.credit());
        draft.add(account, new PendingCreditReturned(credit.id(), credit.amount()));
    }

    private static Account accountOf(String credit, Draft draft) {
        String id = Identifiers.accountOf(credit);
        if (id != null && draft.find(Identifiers.account(id)) instanceof Account account) {
            return account;
        }
        throw new Refused(new BankingRejection.NotFound("pending credit", credit));
    }

    private static PendingCredit openCredit(Account account, String id) {
        PendingCredit credit = account.pendingCredit(id);
        if (credit == null) {
            throw new Refused(
                    new BankingRejection.HoldNotOpen(
                            "There is no pending credit " + Texts.quoted(id) + " to be cleared."));
        }
        return credit;
    }
}
