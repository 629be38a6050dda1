/**
 * How the journal gets to a broker: one node at a time takes events in order from a {@link
 * dev.daybook.engine.relay.Source} and hands them to a {@link dev.daybook.engine.relay.Publisher}.
 *
 * <p>{@link dev.daybook.engine.relay.RelayRunner} is the front door: a thread that drives a {@link
 * dev.daybook.engine.relay.Relay}. Which node relays is for the {@link
 * dev.daybook.engine.relay.Lease} to say, so that another takes over as soon as it is gone; that
 * two of them never publish at the same time is for the publisher to see to, which fences the older
 * one. How far the broker is, is asked of the broker whenever a node begins, and written down
 * nowhere else.
 *
 * <p>What must always hold: the events of a lane are published in order, and none is left out; one
 * that was published is not published again.
 */
@NullMarked
package dev.daybook.engine.relay;

import org.jspecify.annotations.NullMarked;
