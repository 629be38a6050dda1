package dev.daybook.engine.command;

import dev.daybook.engine.event.EventCatalog;

/**
 * A domain as the engine sees it: its rules, its events and its states. Its views are declared
 * beside it, and its tables in its adapter.
 *
 * @param name the domain's name, a lower-case word
 * @param decider the rules
 * @param events every event type and its contract
 * @param states every state type, for snapshots
 */
public record Domain<C, S, E>(
        String name, Decider<C, S, E> decider, EventCatalog<E> events, StateCodec<S> states) {}
