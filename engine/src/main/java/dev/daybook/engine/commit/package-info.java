/**
 * Many commands, one transaction. {@link dev.daybook.engine.commit.Committer} is the front door: it
 * takes commands into a bounded inbox, and one thread decides all that wait and commits them
 * together.
 *
 * <p>What must always hold: events, state and outcomes commit in one transaction under the lock of
 * the head; a command is answered only after that commit; a command that was answered is never
 * decided again.
 */
@NullMarked
package dev.daybook.engine.commit;

import org.jspecify.annotations.NullMarked;
