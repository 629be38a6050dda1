package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Rejection;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Provenance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A bank in memory, for tests: gives commands to the decider as the engine does, and holds the
 * decider to what the engine demands of it. {@code given…} must be accepted; {@code when} may not.
 */
public final class Bank {

    public static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

    /** One event, as it happened. */
    public record Happened(
            long position, EntityId entity, long version, UUID command, BankingEvent event) {}

    private final BankingDecider decider = new BankingDecider();
    private final StateCodec<BankingState> codec = StateCodec.of(BankingState.class);
    private final Map<EntityId, Versioned<BankingState>> states = new HashMap<>();
    private final List<Happened> events = new ArrayList<>();
    private Instant now = MORNING;
    private String actor = "teller";
    private long commands;
    private UUID last = new UUID(0, 0);

    /** Opens an account in euro. */
    public Bank givenAccount(String id, String balance) {
        return givenAccount(id, balance, "EUR", "0");
    }

    public Bank givenAccount(String id, String balance, String currency, String overdraftLimit) {
        given(
                new OpenAccount(
                        id,
                        new Owner("c-" + id, "Ada " + id),
                        currency,
                        null,
                        new BigDecimal(overdraftLimit)));
        if (new BigDecimal(balance).signum() != 0) {
            given(deposit(id, balance));
        }
        return this;
    }

    public static Deposit deposit(String account, String amount) {
        return new Deposit(account, new BigDecimal(amount), Identifiers.CASH, null, null, Map.of());
    }

    /** A command that must be accepted; returns its identifier. */
    public UUID given(BankingCommand command) {
        Decision<BankingEvent> decision = when(command);
        assertThat(decision).as(command.toString()).isInstanceOf(Decision.Accepted.class);
        return last;
    }

    /** The code of the rejection of a command that must be refused. */
    public Rejection refused(BankingCommand command) {
        Map<EntityId, Versioned<BankingState>> before = Map.copyOf(states);
        Decision<BankingEvent> decision = when(command);
        assertThat(decision).as(command.toString()).isInstanceOf(Decision.Rejected.class);
        assertThat(states).as("a refused command changes nothing").isEqualTo(before);
        Rejection rejection = ((Decision.Rejected<BankingEvent>) decision).rejection();
        assertThat(rejection.detail()).isNotBlank();
        return rejection;
    }

    /** Gives a command and lets its events, if any, happen. */
    public Decision<BankingEvent> when(BankingCommand command) {
        last = new UUID(0x7000L, 0x8000_0000_0000_0000L | ++commands);
        Set<EntityId> touched = touched(command, last);
        Provenance by = new Provenance(actor, null, "test", "", last.toString(), null, null);
        Decision<BankingEvent> decision =
                decider.decide(command, new Context(last, now, by), view(touched));
        if (decision instanceof Decision.Accepted<BankingEvent>(var changes)) {
            assertThat(changes).as("what is accepted changes something").isNotEmpty();
            changes.forEach(change -> {
                assertThat(touched).contains(change.entity());
                happens(change.entity(), change.event());
            });
        }
        return decision;
    }

    private Set<EntityId> touched(BankingCommand command, UUID id) {
        Set<EntityId> loaded = new HashSet<>();
        for (int round = 0; round < Decider.TOUCH_ROUNDS_MAX; round++) {
            Set<EntityId> touched = decider.touches(command, id, lenient(loaded));
            if (!loaded.addAll(touched)) {
                return touched;
            }
        }
        throw new AssertionError("touches() keeps naming new entities");
    }

    private void happens(EntityId entity, BankingEvent event) {
        Versioned<BankingState> before = states.getOrDefault(entity, Versioned.none());
        BankingState after = decider.evolve(before.state(), event);
        long version = before.version() + 1;
        assertThat(codec.read(codec.snapshot(entity, 1, version, after))).isEqualTo(after);
        states.put(entity, new Versioned<>(after, version));
        events.add(new Happened(events.size() + 1, entity, version, last, event));
    }

    /** Looking at what was not named is a defect. */
    private Entities<BankingState> view(Set<EntityId> touched) {
        return new Entities<>() {
            @Override
            public BankingState find(EntityId entity) {
                assertThat(touched).contains(entity);
                return states.getOrDefault(entity, Versioned.none()).state();
            }

            @Override
            public long version(EntityId entity) {
                assertThat(touched).contains(entity);
                return states.getOrDefault(entity, Versioned.none()).version();
            }
        };
    }

    /** What is not loaded yet cannot be seen. */
    private Entities<BankingState> lenient(Set<EntityId> loaded) {
        Set<EntityId> now = Set.copyOf(loaded);
        return new Entities<>() {
            @Override
            public BankingState find(EntityId entity) {
                return now.contains(entity)
                        ? states.getOrDefault(entity, Versioned.none()).state()
                        : null;
            }

            @Override
            public long version(EntityId entity) {
                return now.contains(entity)
                        ? states.getOrDefault(entity, Versioned.none()).version()
                        : 0;
            }
        };
    }

    public Bank pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Instant now() {
        return now;
    }

    public Bank as(String nextActor) {
        actor = nextActor;
        return this;
    }

    /** The identifier of the last command. */
    public UUID last() {
        return last;
    }

    public Account account(String id) {
        return (Account) states.get(Identifiers.account(id)).state();
    }

    public BookAccount own(String id) {
        Versioned<BankingState> found = states.get(Identifiers.account(id));
        return found == null ? BookAccount.NEW : (BookAccount) found.state();
    }

    public Transaction transaction(UUID id) {
        return (Transaction) states.get(Identifiers.transaction(id)).state();
    }

    public Map<EntityId, Versioned<BankingState>> states() {
        return states;
    }

    public List<Happened> events() {
        return events;
    }

    public List<BankingEvent> eventsOf(UUID command) {
        return events.stream()
                .filter(happened -> happened.command().equals(command))
                .map(Happened::event)
                .toList();
    }
}
