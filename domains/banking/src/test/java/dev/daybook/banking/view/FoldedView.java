package dev.daybook.banking.view;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.AccountEvent;
import dev.daybook.banking.model.Bank;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.View;

import java.util.HashMap;
import java.util.Map;

/** A view folded in memory from what happened at a bank. */
final class FoldedView {

    private FoldedView() {}

    static <K, V> Map<K, V> of(View<BankingEvent, K, V> view, Bank bank) {
        Map<K, V> values = new HashMap<>();
        for (Bank.Happened each : bank.events()) {
            Topic topic =
                    each.event() instanceof AccountEvent ? Banking.ACCOUNTS : Banking.TRANSACTIONS;
            if (view.topics().contains(topic)) {
                Delivery<BankingEvent> delivery =
                        new Delivery<>(recorded(each, topic), each.event());
                for (K key : view.projection().keys(delivery)) {
                    values.put(key, view.projection().fold(key, values.get(key), delivery));
                }
            }
        }
        return values;
    }

    private static RecordedEvent recorded(Bank.Happened each, Topic topic) {
        return new RecordedEvent(
                each.position(),
                each.entity(),
                each.version(),
                topic,
                0,
                0,
                each.event().getClass().getSimpleName(),
                1,
                new byte[0],
                Bank.MORNING,
                null,
                each.command(),
                new Provenance("teller", null, "test", "", "", null, null),
                new byte[32]);
    }
}
