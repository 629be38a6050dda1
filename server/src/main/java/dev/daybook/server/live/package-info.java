/**
 * What happens, as it happens: Server-Sent Events over the feed of the book.
 *
 * <p>{@link dev.daybook.server.live.LiveStreams} runs them, each on a thread of its own, so that a
 * slow client slows only itself. What must always hold: whoever comes back with the identifier of
 * the last event seen misses nothing and sees nothing twice.
 */
@NullMarked
package dev.daybook.server.live;

import org.jspecify.annotations.NullMarked;
