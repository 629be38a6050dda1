/**
 * The real engine under a seeded scheduler: two nodes over one store in memory, in virtual time,
 * with crashes, lost replies, races, clock jumps and poison between any two steps.
 *
 * <p>{@link dev.daybook.simulation.Simulator} is the front door: it lives through one {@code
 * History} a seed. What must always hold: the same seed gives the same history, step for step; so
 * nothing here starts a thread, asks the system for the time, or depends on the order of an
 * unordered set.
 */
@NullMarked
package dev.daybook.simulation;

import org.jspecify.annotations.NullMarked;
