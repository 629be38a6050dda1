package dev.daybook.banking.model;

/**
 * Whose account it is.
 *
 * @param reference the customer's number in the institution's own records, 1–100 characters
 * @param name the name on the account, 1–200 characters
 */
public record Owner(String reference, String name) {}
