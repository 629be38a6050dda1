package dev.daybook.engine.command;

import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

/**
 * One event with the whole state of its entity before and after it.
 *
 * @param before null for the entity's first event
 */
public record Step<S, E>(RecordedEvent recorded, E event, @Nullable S before, S after) {}
