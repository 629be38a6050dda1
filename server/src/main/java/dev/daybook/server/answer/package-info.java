/**
 * What clients read: accounts, transactions, events, as the contract has them in JSON.
 *
 * <p>Amounts are decimal strings here, and minor units everywhere behind. What must always hold: a
 * customer is shown no other's balance.
 */
@NullMarked
package dev.daybook.server.answer;

import org.jspecify.annotations.NullMarked;
