package dev.daybook.banking.view;

import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Adds movements up by booking day. */
final class DayMovements implements Projection<BankingEvent, AccountDay, DayMovement> {

    @Override
    public Collection<AccountDay> keys(Delivery<BankingEvent> delivery) {
        return delivery.event() instanceof Movement movement
                ? List.of(
                        new AccountDay(
                                delivery.recorded().entity().value(),
                                movement.currency(),
                                movement.valueDate()))
                : List.of();
    }

    @Override
    public DayMovement fold(
            AccountDay key, @Nullable DayMovement before, Delivery<BankingEvent> delivery) {
        long amount = ((Movement) delivery.event()).signedAmount();
        return before == null
                ? new DayMovement(amount, 1)
                : new DayMovement(Math.addExact(before.net(), amount), before.movements() + 1);
    }
}
