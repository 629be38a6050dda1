package dev.daybook.simulation.ledger;

/** What may be asked of the ledger; amounts in minor units, above zero. */
public sealed interface LedgerCommand {

    /** Opens an account named after the command, with money from the vault. */
    record Open(long amount) implements LedgerCommand {}

    /** Moves money, unless an account is missing or has too little. */
    record Transfer(String from, String to, long amount) implements LedgerCommand {}

    /** A defect of the domain: the decision throws. */
    record Explode() implements LedgerCommand {}

    /** A defect that shows late: the second change is on an entity that was never named. */
    record Stray(String from) implements LedgerCommand {}
}
