package dev.daybook.simulation.ledger;

import static dev.daybook.engine.command.Decision.accept;
import static dev.daybook.engine.command.Decision.on;
import static dev.daybook.engine.command.Decision.reject;

import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The rules of the ledger. */
public final class Ledger implements Decider<LedgerCommand, Account, LedgerEvent> {

    /** Where money comes from: the one account that may be below zero. */
    public static final String VAULT = "vault";

    public static final Topic MOVEMENTS = new Topic("movements", 0);
    public static final Topic OPENINGS = new Topic("openings", 1);

    /** No contract is frozen for it: nothing of a simulation outlives it. */
    public static final Domain<LedgerCommand, Account, LedgerEvent> DOMAIN =
            new Domain<>(
                    "ledger",
                    new Ledger(),
                    EventCatalog.of(LedgerEvent.class)
                            .topic(MOVEMENTS, LedgerEvent.Moved.class)
                            .topic(OPENINGS, LedgerEvent.Opened.class)
                            .build((topic, type) ->
                                    List.of(
                                            (type.equals("Moved")
                                                            ? RecordCodec.of(
                                                                    LedgerEvent.Moved.class)
                                                            : RecordCodec.of(
                                                                    LedgerEvent.Opened.class))
                                                    .schema())),
                    StateCodec.of(Account.class));

    private Ledger() {}

    public static EntityId account(String name) {
        return new EntityId("account", name);
    }

    /** In a fixed order: an order that changes from run to run would make the cache differ. */
    @Override
    public Set<EntityId> touches(LedgerCommand command, UUID id, Entities<Account> known) {
        Set<EntityId> touched = new LinkedHashSet<>();
        switch (command) {
            case LedgerCommand.Open _ -> {
                touched.add(account(id.toString()));
                touched.add(account(VAULT));
            }
            case LedgerCommand.Transfer(var from, var to, _) -> {
                touched.add(account(from));
                touched.add(account(to));
            }
            case LedgerCommand.Explode _ -> touched.add(account(VAULT));
            case LedgerCommand.Stray(var from) -> touched.add(account(from));
        }
        return touched;
    }

    @Override
    public Decision<LedgerEvent> decide(
            LedgerCommand command, Context context, Entities<Account> entities) {
        return switch (command) {
            case LedgerCommand.Open(long amount) -> {
                EntityId opened = account(context.command().toString());
                yield accept(
                        on(opened, new LedgerEvent.Opened(opened.value())),
                        on(account(VAULT), new LedgerEvent.Moved(-amount)),
                        on(opened, new LedgerEvent.Moved(amount)));
            }
            case LedgerCommand.Transfer(var from, var to, long amount) -> {
                Account payer = entities.find(account(from));
                if (payer == null || entities.find(account(to)) == null) {
                    yield reject(Refusal.NO_SUCH_ACCOUNT);
                }
                yield payer.balance() < amount
                        ? reject(Refusal.INSUFFICIENT_FUNDS)
                        : accept(
                                on(account(from), new LedgerEvent.Moved(-amount)),
                                on(account(to), new LedgerEvent.Moved(amount)));
            }
            case LedgerCommand.Explode _ -> throw new IllegalStateException("planted");
            case LedgerCommand.Stray(var from) ->
                    accept(
                            on(account(from), new LedgerEvent.Moved(1)),
                            on(account("stray"), new LedgerEvent.Moved(-1)));
        };
    }

    @Override
    public Account evolve(@Nullable Account before, LedgerEvent event) {
        return new Account((before == null ? 0 : before.balance()) + event.change());
    }
}
