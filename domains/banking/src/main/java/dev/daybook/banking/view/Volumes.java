package dev.daybook.banking.view;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.Posting;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.Projection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Counts transactions and adds up what changed hands, by hour, kind and currency. */
final class Volumes implements Projection<BankingEvent, KindHour, Volume> {

    @Override
    public Collection<KindHour> keys(Delivery<BankingEvent> delivery) {
        if (!(delivery.event() instanceof TransactionPosted posted)) {
            return List.of();
        }
        Instant hour = delivery.recorded().recordedAt().truncatedTo(ChronoUnit.HOURS);
        int lane = delivery.recorded().lane();
        return posted.legs().stream()
                .map(Posting::currency)
                .distinct()
                .map(currency -> new KindHour(hour, posted.kind(), currency, lane))
                .toList();
    }

    @Override
    public Volume fold(KindHour key, @Nullable Volume before, Delivery<BankingEvent> delivery) {
        long amount = 0;
        for (Posting leg : ((TransactionPosted) delivery.event()).legs()) {
            if (leg.amount() > 0 && leg.currency().equals(key.currency())) {
                amount = Math.addExact(amount, leg.amount());
            }
        }
        return before == null
                ? new Volume(1, amount)
                : new Volume(before.transactions() + 1, Math.addExact(before.amount(), amount));
    }
}
