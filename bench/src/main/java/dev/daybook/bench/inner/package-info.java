/**
 * The inner pieces of a commit, each measured alone by JMH in a JVM of its own: what it costs to
 * decide a transfer, to write and read an event, to hash it and to append it to the tree. {@link
 * dev.daybook.bench.inner.InnerPieces} is the front door; the rest is what JMH runs.
 */
@NullMarked
package dev.daybook.bench.inner;

import org.jspecify.annotations.NullMarked;
