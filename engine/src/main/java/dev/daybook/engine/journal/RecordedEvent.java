package dev.daybook.engine.journal;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * An event as it stands in the journal.
 *
 * @param position its place in the book, from 1, without gaps
 * @param entity what it is about
 * @param version the entity's version after it, from 1, without gaps
 * @param topic the category it belongs to
 * @param lane the lane of its entity within the topic
 * @param previous the position of the event before it in the same topic and lane; 0 for the first
 * @param type the name of the event type
 * @param schema the version of the type's contract that the payload follows
 * @param payload the event in Avro binary; not to be modified
 * @param recordedAt when it was recorded, to the microsecond; never before that of an earlier
 *     position
 * @param valueDate the booking day, where the event has one
 * @param command the command that caused it
 * @param provenance who, why and through what
 * @param hash SHA-256 over the canonical encoding of all of the above; see {@link EventHash}
 */
public record RecordedEvent(
        long position,
        EntityId entity,
        long version,
        Topic topic,
        int lane,
        long previous,
        String type,
        int schema,
        byte[] payload,
        Instant recordedAt,
        @Nullable LocalDate valueDate,
        UUID command,
        Provenance provenance,
        byte[] hash) {

    @Override
    public String toString() {
        // Neither payload nor provenance: personal data must not reach a log by way of a message.
        return "event "
                + position
                + " ("
                + type
                + " of a "
                + entity.kind()
                + ", version "
                + version
                + ")";
    }
}
