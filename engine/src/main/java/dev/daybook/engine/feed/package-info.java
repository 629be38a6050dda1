/**
 * How what was recorded reaches those who derive from it: in order, without loss, and without
 * polling.
 *
 * <p>{@link dev.daybook.engine.feed.Feed} is the front door. {@link
 * dev.daybook.engine.feed.JournalFeed} makes the journal itself the bus: it serves the newest
 * events from memory and everything older from the store. Whoever follows takes a {@link
 * dev.daybook.engine.feed.Subscription}, which gives each lane in order and says by a {@link
 * dev.daybook.engine.feed.Progress} how far that brings it: all lanes together from the journal,
 * each by itself from a broker.
 */
@NullMarked
package dev.daybook.engine.feed;

import org.jspecify.annotations.NullMarked;
