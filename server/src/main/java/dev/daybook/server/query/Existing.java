package dev.daybook.server.query;

import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.problem.ProblemException;

import java.util.List;

/** Finds what an address names, where it is kept. */
final class Existing {

    private Existing() {}

    /** The account as it stands, or a problem {@code not-found} that says so. */
    static BankingState account(Bank bank, String id, String missing) {
        return entity(bank, Accounts.entity(id), missing);
    }

    static BankingState entity(Bank bank, EntityId entity, String missing) {
        BankingState state =
                bank.storage()
                        .current()
                        .load(List.of(entity))
                        .entities()
                        .getOrDefault(entity, Versioned.none())
                        .state();
        if (state == null) {
            throw ProblemException.notFound(missing);
        }
        return state;
    }
}
