package dev.daybook.banking;

import dev.daybook.banking.model.AccountEvent;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingDecider;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.TransactionEvent;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.FrozenSchemas;
import dev.daybook.engine.event.Topic;

/** The banking domain as the engine sees it. */
public final class Banking {

    /** What happened to accounts, the book's own included. */
    public static final Topic ACCOUNTS = new Topic("account-events", 0);

    /** What happened to transactions. */
    public static final Topic TRANSACTIONS = new Topic("transaction-events", 1);

    private Banking() {}

    /** The domain, with the frozen schemas that were built into the program. */
    public static Domain<BankingCommand, BankingState, BankingEvent> domain() {
        return new Domain<>(
                "banking",
                new BankingDecider(),
                events().build(),
                StateCodec.of(BankingState.class));
    }

    /** The event types, with frozen schemas from elsewhere, for the schema tools. */
    public static EventCatalog<BankingEvent> events(FrozenSchemas frozen) {
        return events().build(frozen);
    }

    private static EventCatalog.Builder<BankingEvent> events() {
        return EventCatalog.of(BankingEvent.class)
                .topic(ACCOUNTS, AccountEvent.class)
                .topic(TRANSACTIONS, TransactionEvent.class);
    }
}
