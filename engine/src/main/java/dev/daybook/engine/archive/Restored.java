package dev.daybook.engine.archive;

import dev.daybook.engine.journal.Head;

/**
 * What a restoration did.
 *
 * @param head the end of the book that was restored
 * @param resumedAt the position at which an earlier, interrupted restoration had arrived; 0 when
 *     there was none
 * @param events number of events loaded this time
 * @param commands number of accepted commands loaded this time
 * @param refused number of refused commands loaded this time
 * @param entities number of entities that were new this time
 * @param snapshots number of snapshots taken this time
 * @param bytes size of all archived files that were read
 */
public record Restored(
        Head head,
        long resumedAt,
        long events,
        long commands,
        long refused,
        long entities,
        long snapshots,
        long bytes) {}
