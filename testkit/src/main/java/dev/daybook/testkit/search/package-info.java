/**
 * What every store of a search view must do, as tests: the same answers to the same questions,
 * whatever technology finds them.
 *
 * <p>A module that has such a store extends each contract and says how a store is made. {@link
 * dev.daybook.testkit.search.SearchStore} is how tests write and read one, {@link
 * dev.daybook.testkit.search.Payment} what they keep in it.
 */
@NullMarked
package dev.daybook.testkit.search;

import org.jspecify.annotations.NullMarked;
