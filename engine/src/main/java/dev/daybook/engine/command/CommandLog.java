package dev.daybook.engine.command;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads the recorded commands of one book. Safe for use by many threads. */
public interface CommandLog {

    /** The command, or null when none of that identifier has been decided. */
    @Nullable CommandRecord find(UUID id);

    /**
     * The command that a client's idempotency key belongs to, or null when none has been decided.
     */
    @Nullable CommandRecord find(String client, String key);

    /**
     * The commands that were refused after a command, in order of arrival; from the first for null.
     */
    List<CommandRecord> rejections(@Nullable UUID after, int limit);

    /**
     * How many commands were refused in each hour and for which reason, in the order of hours. Its
     * cost is that of the refusals it counts.
     *
     * @param from only those that arrived then or later
     * @param atMost how long it may take
     * @throws dev.daybook.engine.journal.StorageException also when it takes longer
     */
    List<Refusals> refusals(Instant from, Duration atMost);

    /**
     * Refusals of an hour.
     *
     * @param hour its beginning, in UTC
     * @param code the stable code of the reason
     */
    record Refusals(Instant hour, String code, long commands) {}
}
