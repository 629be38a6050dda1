package dev.daybook.server.console;

/**
 * A part of the journal, and what was asked for.
 *
 * @param after a position, in digits
 * @param isLatest true when the end of the journal is shown, which goes on
 */
public record Asked(String entity, String type, String after, boolean isLatest) {}
