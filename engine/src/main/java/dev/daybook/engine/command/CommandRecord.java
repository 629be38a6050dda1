package dev.daybook.engine.command;

import dev.daybook.engine.journal.Provenance;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A command as it is recorded, accepted or refused.
 *
 * @param id the command's identifier, a version 7 UUID
 * @param client whose idempotency keys these are: the authenticated subject
 * @param key the idempotency key, if one came
 * @param digest SHA-256 of the command's content, to recognise another command under the same key;
 *     not to be modified
 * @param type the command's type, as clients call it
 * @param by who, why and through what
 * @param receivedAt when it came in
 * @param decidedAt when it was decided; the recorded time of its events
 * @param position the last position of its events, or of the journal when it was refused
 */
public record CommandRecord(
        UUID id,
        String client,
        @Nullable String key,
        byte[] digest,
        String type,
        Provenance by,
        Instant receivedAt,
        Instant decidedAt,
        long position,
        Outcome outcome) {}
