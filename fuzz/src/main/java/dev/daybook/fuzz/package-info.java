/**
 * Properties tried on many seeds, for the tests of every module.
 *
 * <p>{@link dev.daybook.fuzz.Seeds} is the front door: it runs a property on so many seeds and says
 * which one failed and how to run that one alone. {@link dev.daybook.fuzz.Damage} makes good input
 * bad; {@link dev.daybook.fuzz.Texts} makes texts that nobody would type.
 *
 * <p>What must always hold: the same seed makes the same input, on every machine; nothing here
 * knows the product.
 */
@NullMarked
package dev.daybook.fuzz;

import org.jspecify.annotations.NullMarked;
