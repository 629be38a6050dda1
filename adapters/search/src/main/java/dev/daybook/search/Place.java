package dev.daybook.search;

/**
 * A place in an answer: what the last document that was shown is ordered by.
 *
 * @param match what it is worth as a match; 0 where the order does not ask
 * @param number its number or time, or what stands for a missing one; 0 where the order does not
 *     ask
 */
public record Place(float match, long number, String id) {}
