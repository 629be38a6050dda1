package dev.daybook.banking.view;

import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Writes a line for each movement. */
final class StatementLines implements Projection<BankingEvent, StatementKey, StatementLine> {

    @Override
    public Collection<StatementKey> keys(Delivery<BankingEvent> delivery) {
        return delivery.event() instanceof Movement
                ? List.of(
                        new StatementKey(
                                delivery.recorded().entity().value(),
                                delivery.recorded().position()))
                : List.of();
    }

    @Override
    public StatementLine fold(
            StatementKey key, @Nullable StatementLine before, Delivery<BankingEvent> delivery) {
        Movement movement = (Movement) delivery.event();
        return new StatementLine(
                movement.transaction(),
                movement.kind(),
                movement.signedAmount(),
                movement.balance(),
                movement.currency(),
                movement.description(),
                movement.counterparty(),
                movement.valueDate(),
                delivery.recorded().recordedAt(),
                delivery.recorded().version());
    }

    @Override
    public boolean looksBack(Delivery<BankingEvent> delivery) {
        return false;
    }
}
