/**
 * What every store of a view has to do, as tests: an adapter extends the contract of its shape and
 * says how its store is made. It passes on the real thing, or it is not a store.
 */
@NullMarked
package dev.daybook.testkit.store;

import org.jspecify.annotations.NullMarked;
