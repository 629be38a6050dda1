package dev.daybook.bench.inner;

import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingCommand.Transfer;
import dev.daybook.banking.model.BankingDecider;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Owner;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Provenance;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two accounts with money, in memory: enough to decide a transfer. */
final class SmallBank implements Entities<BankingState> {

    static final Provenance BY =
            new Provenance(
                    "bench",
                    null,
                    "bench",
                    "standing order of the customer",
                    "0193a1c2-0000-7000-8000-000000000001",
                    null,
                    null);
    static final Context CONTEXT = context(1_000);
    static final Transfer TRANSFER =
            new Transfer(
                    "account-1", "account-2", new BigDecimal("12.34"), "invoice", null, Map.of());

    private final BankingDecider rules = new BankingDecider();
    private final Map<EntityId, BankingState> states = new HashMap<>();
    private final Map<EntityId, Long> versions = new HashMap<>();

    SmallBank() {
        int command = 0;
        for (String account : List.of(TRANSFER.from(), TRANSFER.to())) {
            apply(
                    new OpenAccount(
                            account,
                            new Owner("customer-1", "Customer"),
                            "EUR",
                            "current",
                            BigDecimal.ZERO),
                    context(++command));
            apply(
                    new Deposit(
                            account,
                            new BigDecimal("1000000.00"),
                            Identifiers.CASH,
                            null,
                            null,
                            Map.of()),
                    context(++command));
        }
    }

    private static Context context(int number) {
        return new Context(
                new UUID(0x0193a1c200007000L, 0x8000000000000000L + number),
                Instant.parse("2026-03-02T09:00:00.123456Z"),
                BY);
    }

    private void apply(BankingCommand command, Context context) {
        if (!(rules.decide(command, context, this)
                instanceof Decision.Accepted<BankingEvent>(var changes))) {
            throw new IllegalStateException("Refused: " + command);
        }
        for (Decision.Change<BankingEvent> change : changes) {
            states.put(change.entity(), rules.evolve(states.get(change.entity()), change.event()));
            versions.merge(change.entity(), 1L, Long::sum);
        }
    }

    /** What a transfer does; the bank stays as it is. */
    List<Decision.Change<BankingEvent>> transfer() {
        if (rules.decide(TRANSFER, CONTEXT, this)
                instanceof Decision.Accepted<BankingEvent>(var changes)) {
            return changes;
        }
        throw new IllegalStateException("The transfer was refused.");
    }

    @Override
    public @Nullable BankingState find(EntityId entity) {
        return states.get(entity);
    }

    @Override
    public long version(EntityId entity) {
        return versions.getOrDefault(entity, 0L);
    }
}
