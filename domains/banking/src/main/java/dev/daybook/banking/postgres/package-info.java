/**
 * The bank in PostgreSQL: the tables of its current state, and the questions that are asked in SQL.
 *
 * <p>{@link dev.daybook.banking.postgres.BankingTables} stores and loads states, a constant number
 * of statements for any number of entities. {@link dev.daybook.banking.postgres.DueHolds} and
 * {@link dev.daybook.banking.postgres.BookSums} read the book's own database, {@link
 * dev.daybook.banking.postgres.Statements} and {@link dev.daybook.banking.postgres.DailyBalances}
 * that of the views. What must always hold: what is loaded equals what was saved.
 */
@NullMarked
package dev.daybook.banking.postgres;

import org.jspecify.annotations.NullMarked;
