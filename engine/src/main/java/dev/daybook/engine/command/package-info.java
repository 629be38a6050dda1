/**
 * How a domain decides: a pure {@link dev.daybook.engine.command.Decider} over the entities that a
 * command touches.
 *
 * <p>{@link dev.daybook.engine.command.Domain} puts together what a domain is: its decider, its
 * events, its states and its views. What must always hold: a decider has no clock, no randomness
 * and no I/O, so that the same command on the same state always decides the same.
 */
@NullMarked
package dev.daybook.engine.command;

import org.jspecify.annotations.NullMarked;
