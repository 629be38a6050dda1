package dev.daybook.server.query;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A part of a list.
 *
 * @param next the cursor of the next part; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {}
