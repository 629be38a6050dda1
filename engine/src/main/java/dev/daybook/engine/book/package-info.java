/**
 * A running book: {@link dev.daybook.engine.book.Book} puts the parts of the engine together over a
 * {@link dev.daybook.engine.book.Storage}, starts them in order and stops them in the opposite
 * order.
 */
@NullMarked
package dev.daybook.engine.book;

import org.jspecify.annotations.NullMarked;
