package dev.daybook.banking.view;

import dev.daybook.banking.model.BankingDecider;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Folds accounts by the decider's own rules, so that the view cannot disagree with the state. */
final class AccountSheets implements Projection<BankingEvent, String, AccountSheet> {

    private final BankingDecider decider = new BankingDecider();

    @Override
    public Collection<String> keys(Delivery<BankingEvent> delivery) {
        return List.of(delivery.recorded().entity().value());
    }

    @Override
    public AccountSheet fold(
            String key, @Nullable AccountSheet before, Delivery<BankingEvent> delivery) {
        return AccountSheet.of(
                key,
                delivery.recorded().version(),
                delivery.recorded().position(),
                decider.evolve(before == null ? null : before.state(), delivery.event()));
    }
}
