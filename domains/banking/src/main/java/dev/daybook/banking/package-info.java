/**
 * The banking domain: accounts, transactions, and what may be done with them.
 *
 * <p>{@link dev.daybook.banking.Banking} is the front door and puts the parts together: the pure
 * rules of {@link dev.daybook.banking.model}, the views of {@link dev.daybook.banking.view} and the
 * tables of {@link dev.daybook.banking.postgres}. The model imports nothing but the engine.
 */
@NullMarked
package dev.daybook.banking;

import org.jspecify.annotations.NullMarked;
