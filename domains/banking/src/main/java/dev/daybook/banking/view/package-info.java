/**
 * What readers see: the views that are folded from the bank's events, each declared once and run by
 * whichever technology is configured.
 *
 * <p>{@link dev.daybook.banking.view.BankingViews} is the front door and holds the declarations.
 * What must always hold: a fold is pure, and what it does not understand it throws back, so that
 * the entity is parked rather than shown wrongly.
 */
@NullMarked
package dev.daybook.banking.view;

import org.jspecify.annotations.NullMarked;
