package dev.daybook.banking.model;

/**
 * One leg that is going to be posted.
 *
 * @param amount in minor units, negative for a debit, never zero
 */
record Line(String account, long amount, String currency) {}
