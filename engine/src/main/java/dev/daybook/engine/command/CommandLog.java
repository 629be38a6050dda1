package dev.daybook.engine.command;

import org.jspecify.annotations.Nullable;

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
}
