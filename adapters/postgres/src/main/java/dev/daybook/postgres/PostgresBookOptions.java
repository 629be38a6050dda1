package dev.daybook.postgres;

import dev.daybook.engine.archive.Archives;

/**
 * What can be said of a book's journal.
 *
 * @param partitionEvents how many events a partition of the journal has; what a book was created
 *     with stays. {@value #PARTITION_EVENTS_MIN} to {@value #PARTITION_EVENTS_MAX}
 * @param archives opens the archive that has what was dropped from the journal
 */
public record PostgresBookOptions(long partitionEvents, Archives archives) {

    public static final long PARTITION_EVENTS_MIN = 100;
    public static final long PARTITION_EVENTS_MAX = 1_000_000_000;

    /** Partitions of some gigabytes, and no archive. */
    public static final PostgresBookOptions STANDARD =
            new PostgresBookOptions(10_000_000, Archives.NONE);

    public PostgresBookOptions {
        if (partitionEvents < PARTITION_EVENTS_MIN || partitionEvents > PARTITION_EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "A partition has "
                            + PARTITION_EVENTS_MIN
                            + " to "
                            + PARTITION_EVENTS_MAX
                            + " events, not "
                            + partitionEvents
                            + ".");
        }
    }
}
