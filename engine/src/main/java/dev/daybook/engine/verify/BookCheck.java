package dev.daybook.engine.verify;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.List;

/**
 * What a domain wants to be checked over the whole book, such as that it sums to zero. Belongs to
 * one verification.
 */
public interface BookCheck<S, E> {

    /** Sees every event once, in order. */
    void event(RecordedEvent recorded, E event);

    /** Sees the current state of every entity once. */
    void state(EntityId entity, S state);

    /** What is wrong, in sentences; empty when nothing is. */
    List<String> findings();
}
