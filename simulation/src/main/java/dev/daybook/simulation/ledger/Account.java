package dev.daybook.simulation.ledger;

/** The state of an account: its balance in minor units. */
public record Account(long balance) {}
