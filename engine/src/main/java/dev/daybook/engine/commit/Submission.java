package dev.daybook.engine.commit;

import dev.daybook.engine.journal.Provenance;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A command on its way in.
 *
 * @param id a fresh version 7 UUID
 * @param client whose idempotency keys these are
 * @param key the idempotency key, or null when a retry need not be recognised
 * @param digest SHA-256 of the command's content; not to be modified
 * @param type the command's type, as clients call it
 */
public record Submission<C>(
        UUID id,
        String client,
        @Nullable String key,
        byte[] digest,
        String type,
        C command,
        Provenance by,
        Instant receivedAt) {

    /** The longest idempotency key, in characters. */
    public static final int KEY_MAX_CHARS = 200;

    public Submission {
        if (key != null && (key.isEmpty() || key.length() > KEY_MAX_CHARS)) {
            throw new IllegalArgumentException(
                    "An idempotency key has 1 to " + KEY_MAX_CHARS + " characters.");
        }
    }
}
