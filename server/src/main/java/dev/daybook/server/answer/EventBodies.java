package dev.daybook.server.answer;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.bank.Bank;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Decodes events of the journal for readers. Safe for use by many threads. */
@Component
public final class EventBodies {

    /** Accounts whose currency is remembered; an account never changes it. */
    private static final int CURRENCIES_MAX = 100_000;

    private final Bank bank;
    private final Map<EntityId, String> currencies = new ConcurrentHashMap<>();

    EventBodies(Bank bank) {
        this.bank = bank;
    }

    public List<EventBody> of(List<RecordedEvent> events) {
        List<BankingEvent> decoded = new ArrayList<>(events.size());
        Set<EntityId> unknown = new TreeSet<>();
        for (RecordedEvent recorded : events) {
            BankingEvent event = bank.book().event(recorded);
            decoded.add(event);
            if (EventPayload.needsCurrency(event) && !currencies.containsKey(recorded.entity())) {
                unknown.add(recorded.entity());
            }
        }
        learn(unknown);
        List<EventBody> bodies = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            RecordedEvent recorded = events.get(i);
            @Nullable String currency = currencies.get(recorded.entity());
            bodies.add(EventBody.of(recorded, EventPayload.of(decoded.get(i), currency)));
        }
        return bodies;
    }

    private void learn(Set<EntityId> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        if (currencies.size() > CURRENCIES_MAX) {
            currencies.clear();
        }
        bank.storage()
                .current()
                .load(accounts)
                .entities()
                .forEach((entity, found) -> {
                    if (found.state() instanceof Account account) {
                        currencies.put(entity, account.currency());
                    }
                });
    }
}
