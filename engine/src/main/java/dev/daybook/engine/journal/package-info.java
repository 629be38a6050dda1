/**
 * The record: events in one gapless order, each with its provenance, its predecessor in its lane,
 * and a hash of all it says.
 *
 * <p>{@link dev.daybook.engine.journal.Journal} is the front door for readers. What must always
 * hold: positions are 1 to N without a gap, recorded time never runs backwards, the versions of an
 * entity are 1 to n without a gap, and the Merkle root of the head is that of the events' hashes.
 */
@NullMarked
package dev.daybook.engine.journal;

import org.jspecify.annotations.NullMarked;
