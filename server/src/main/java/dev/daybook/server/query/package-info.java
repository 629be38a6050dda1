/**
 * What can be asked: accounts, statements, transactions, the past, and the journal.
 *
 * <p>Every answer tells in {@code Daybook-Position} what it shows, and {@link
 * dev.daybook.server.query.Freshness} sees to it that it shows what was asked for. What must always
 * hold: an answer never shows less than its position says.
 */
@NullMarked
package dev.daybook.server.query;

import org.jspecify.annotations.NullMarked;
