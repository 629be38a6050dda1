/**
 * The small bank that the simulation runs: accounts that are opened, and transfers between them, in
 * double entry. {@link dev.daybook.simulation.ledger.Ledger} is the front door. What must always
 * hold: the balances of all accounts, the vault's among them, sum to zero.
 */
@NullMarked
package dev.daybook.simulation.ledger;

import org.jspecify.annotations.NullMarked;
