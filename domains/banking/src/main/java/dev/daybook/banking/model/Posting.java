package dev.daybook.banking.model;

/**
 * One leg of a transaction as it was posted.
 *
 * @param amount in minor units, negative for a debit
 * @param balanceAfter the account's balance in this currency afterwards, in minor units
 * @param accountVersion the account's version that this leg made
 */
public record Posting(
        String account, long amount, String currency, long balanceAfter, long accountVersion) {}
