package dev.daybook.banking.view;

import java.time.Instant;

/**
 * An hour of one kind of transaction in one currency. Each lane counts in rows of its own, so that
 * nodes that share the lanes never count in the same row; who reads adds them up.
 *
 * @param hour its beginning, in UTC
 */
public record KindHour(Instant hour, String kind, String currency, int lane) {}
