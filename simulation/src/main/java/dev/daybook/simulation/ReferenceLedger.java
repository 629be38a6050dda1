package dev.daybook.simulation;

import dev.daybook.engine.command.Outcome;
import dev.daybook.simulation.ledger.Ledger;
import dev.daybook.simulation.ledger.LedgerCommand;
import dev.daybook.simulation.ledger.Refusal;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The ledger as one would write it without an engine: one map, one command after the other. */
final class ReferenceLedger {

    static final String COMMITTED = "committed";

    private final Map<String, Long> balances = new HashMap<>();

    /** Does a command, and says how it ended. */
    String run(UUID id, LedgerCommand command) {
        return switch (command) {
            case LedgerCommand.Open(long amount) -> {
                balances.merge(Ledger.VAULT, -amount, Long::sum);
                balances.put(id.toString(), amount);
                yield COMMITTED;
            }
            case LedgerCommand.Transfer(var from, var to, long amount) -> {
                if (!balances.containsKey(from) || !balances.containsKey(to)) {
                    yield Refusal.NO_SUCH_ACCOUNT.code();
                }
                if (balances.getOrDefault(from, 0L) < amount) {
                    yield Refusal.INSUFFICIENT_FUNDS.code();
                }
                balances.merge(from, -amount, Long::sum);
                balances.merge(to, amount, Long::sum);
                yield COMMITTED;
            }
            case LedgerCommand.Explode _, LedgerCommand.Stray _ -> Outcome.Rejected.DEFECT;
        };
    }

    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Committed _ -> COMMITTED;
            case Outcome.Rejected rejected -> rejected.code();
        };
    }
}
