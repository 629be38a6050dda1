/**
 * The rules of the bank, pure: commands, events and states as records, and one decider over them.
 * Nothing here knows a database, a clock or a web framework.
 *
 * <p>{@link dev.daybook.banking.model.BankingDecider} is the front door. Its rules stand by topic
 * in {@code AccountRules}, {@code PostingRules}, {@code HoldRules}, {@code PendingCreditRules} and
 * {@code UserRules}; {@code Evolution} folds events into states.
 *
 * <p>What must always hold: amounts are whole minor units of a currency, never floating point; a
 * transaction's legs sum to zero per currency; an account's available amount never goes below zero
 * by anything that was accepted; a refused command changes nothing.
 */
@NullMarked
package dev.daybook.banking.model;

import org.jspecify.annotations.NullMarked;
