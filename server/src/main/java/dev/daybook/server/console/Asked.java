package dev.daybook.server.console;

/**
 * A part of the journal, and what was asked for.
 *
 * @param after a position, in digits
 */
public record Asked(String entity, String type, String after) {}
