/**
 * Account statements of other banks, and their way into the book.
 *
 * <p>A reader ({@link dev.daybook.cli.statement.BerkaFiles}, {@link
 * dev.daybook.cli.statement.CsvStatement}) makes {@link dev.daybook.cli.statement.Statements} of
 * files; {@link dev.daybook.cli.statement.StatementImport} posts them through the public command
 * path and then holds the closing balance of every account-day against what the other bank
 * recorded. What must always hold: importing the same files again posts nothing twice, and no
 * difference is hidden.
 */
@NullMarked
package dev.daybook.cli.statement;

import org.jspecify.annotations.NullMarked;
