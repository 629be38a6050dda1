package dev.daybook.simulation.ledger;

import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tallies by account and over all.
 *
 * @param poisoned the events that this projection cannot take
 */
public record Tallies(Predicate<LedgerEvent> poisoned)
        implements Projection<LedgerEvent, String, Tally> {

    public static KeyedView<LedgerEvent, Tally> view(String name, Predicate<LedgerEvent> poisoned) {
        return new KeyedView<>(
                name,
                1,
                Tally.class,
                Set.of(Ledger.MOVEMENTS, Ledger.OPENINGS),
                new Tallies(poisoned));
    }

    @Override
    public Collection<String> keys(Delivery<LedgerEvent> delivery) {
        return List.of(delivery.recorded().entity().value(), Tally.ALL);
    }

    @Override
    public Tally fold(String key, @Nullable Tally before, Delivery<LedgerEvent> delivery) {
        if (poisoned.test(delivery.event())) {
            throw new IllegalStateException("poison");
        }
        return Tally.after(
                before,
                delivery.event().change(),
                key.equals(Tally.ALL) ? 0 : delivery.recorded().version());
    }
}
