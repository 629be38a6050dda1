package dev.daybook.banking.view;

/**
 * What was recorded within an hour.
 *
 * @param amount that changed hands, in minor units: what one side got, not what both moved
 */
public record Volume(long transactions, long amount) {}
