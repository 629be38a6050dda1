package dev.daybook.simulation.ledger;

/** What happens to an account. */
public sealed interface LedgerEvent {

    /** By how much the account's balance changes, in minor units. */
    long change();

    /** The account exists from here on. */
    record Opened(String account) implements LedgerEvent {
        @Override
        public long change() {
            return 0;
        }
    }

    /** Money came in (above zero) or went out (below zero). */
    record Moved(long change) implements LedgerEvent {}
}
