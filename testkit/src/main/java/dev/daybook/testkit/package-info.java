/**
 * What tests of the product stand on: the real program in a process of its own, and a client that
 * knows nothing of it but the contract.
 *
 * <p>The front door is {@link dev.daybook.testkit.OnDaybook}, which gives a test class a {@link
 * dev.daybook.testkit.Bank} on a program that all of them share. A test that kills, stops or starts
 * the program makes its own {@link dev.daybook.testkit.DaybookProcess}.
 *
 * <p>What must always hold: nothing here reads the product's classes, so that a promise is tested
 * as a client sees it (what stores have to do is in {@code store}); every wait has a bound; every
 * process and directory that is made is taken away.
 */
@NullMarked
package dev.daybook.testkit;

import org.jspecify.annotations.NullMarked;
