package dev.daybook.engine.commit;

/**
 * The bounds of the commit path.
 *
 * @param inboxMax commands that may wait; one more is refused as overloaded
 * @param batchCommandsMax commands in one transaction
 * @param batchEventsMax events after which a transaction takes no further command
 * @param cacheEntitiesMax entities remembered between batches
 * @param attemptsMax how often a batch is tried when the store fails
 * @param retryPauseMillis the pause before the second attempt; it doubles with each further one
 */
public record CommitLimits(
        int inboxMax,
        int batchCommandsMax,
        int batchEventsMax,
        int cacheEntitiesMax,
        int attemptsMax,
        long retryPauseMillis) {

    /**
     * What suits one machine: a few hundred megabytes at most, and a batch that commits in a tenth
     * of a second.
     */
    public static final CommitLimits STANDARD =
            new CommitLimits(20_000, 4_000, 16_000, 100_000, 4, 50);
}
