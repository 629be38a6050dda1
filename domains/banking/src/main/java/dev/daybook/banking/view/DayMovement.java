package dev.daybook.banking.view;

/**
 * What moved on a day.
 *
 * @param net the sum of all movements, in minor units
 * @param movements how many there were
 */
public record DayMovement(long net, long movements) {}
