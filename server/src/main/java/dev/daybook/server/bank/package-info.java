/**
 * The bank that this service serves: the running book, its views, and the stores beneath them.
 *
 * <p>{@link dev.daybook.server.bank.Bank} is the front door; it opens everything in order and
 * closes it in the opposite one.
 */
@NullMarked
package dev.daybook.server.bank;

import org.jspecify.annotations.NullMarked;
