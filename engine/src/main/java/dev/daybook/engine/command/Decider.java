package dev.daybook.engine.command;

import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;

/**
 * The rules of a domain. Pure: no clock, no randomness, no I/O; the time of the decision comes with
 * the context.
 *
 * @param <C> commands, a sealed interface of records
 * @param <S> states of entities, a sealed interface of records
 * @param <E> events, a sealed interface of records
 */
public interface Decider<C, S, E> {

    /**
     * The entities that a command touches: its consistency boundary. It is asked with what is
     * already known, loaded, and asked again until it names nothing new (so that reversing a
     * transaction may first name the transaction, and then the accounts of its legs), at most
     * {@value #TOUCH_ROUNDS_MAX} times.
     */
    Set<EntityId> touches(C command, UUID id, Entities<S> known);

    /** Decides. What is thrown here is a defect: it fails this command and no other. */
    Decision<E> decide(C command, Context context, Entities<S> entities);

    /**
     * The state of an entity after an event. Used in the batch, when an entity is folded from the
     * journal, and "as of"; it gives the same answer in each.
     *
     * @param before the state, null before the first event
     */
    S evolve(@Nullable S before, E event);

    /** How often {@link #touches} is asked for one command. */
    int TOUCH_ROUNDS_MAX = 4;
}
