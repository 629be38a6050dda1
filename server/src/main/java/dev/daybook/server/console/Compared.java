package dev.daybook.server.console;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An account at two positions of the journal.
 *
 * @param from the earlier position
 * @param before the account's version there; null before it was opened
 * @param to the later position
 * @param fields all that a person looks at; empty where there was no account at either
 */
public record Compared(
        String id, long from, @Nullable Long before, long to, long after, List<Change> fields) {}
