/**
 * PostgreSQL: the write store and the journal of a book, tables and keyed views, and a server of
 * our own for one machine.
 *
 * <p>{@link dev.daybook.postgres.PostgresBook} is the front door. A domain brings its state's
 * tables as {@link dev.daybook.postgres.StateTables}. {@link dev.daybook.postgres.WalSource}
 * streams the journal out of the database's log. What must always hold: everything of a batch
 * commits in one transaction, and rows of a view commit with the position they show.
 */
@NullMarked
package dev.daybook.postgres;

import org.jspecify.annotations.NullMarked;
