package dev.daybook.engine.archive;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

/** A recorded event as a row of an archived file; its components are the file's contract. */
record ArchivedEvent(
        long position,
        String kind,
        String entity,
        long version,
        String topic,
        int lane,
        long previous,
        String type,
        int schema,
        byte[] payload,
        Instant recordedAt,
        @Nullable LocalDate valueDate,
        UUID command,
        String actor,
        @Nullable String onBehalfOf,
        String channel,
        String reason,
        String correlation,
        @Nullable String causation,
        @Nullable String trace,
        byte[] hash) {

    static ArchivedEvent of(RecordedEvent event) {
        Provenance by = event.provenance();
        return new ArchivedEvent(
                event.position(),
                event.entity().kind(),
                event.entity().value(),
                event.version(),
                event.topic().name(),
                event.lane(),
                event.previous(),
                event.type(),
                event.schema(),
                event.payload(),
                event.recordedAt(),
                event.valueDate(),
                event.command(),
                by.actor(),
                by.onBehalfOf(),
                by.channel(),
                by.reason(),
                by.correlation(),
                by.causation(),
                by.trace(),
                event.hash());
    }

    /**
     * @param topics the topics of the archive by name
     */
    RecordedEvent event(Map<String, Topic> topics) {
        Topic known = topics.get(topic);
        if (known == null) {
            throw new ArchiveException(
                    "The event " + position + " is of a topic that its manifest does not name.");
        }
        return new RecordedEvent(
                position,
                new EntityId(kind, entity),
                version,
                known,
                lane,
                previous,
                type,
                schema,
                payload,
                recordedAt,
                valueDate,
                command,
                new Provenance(actor, onBehalfOf, channel, reason, correlation, causation, trace),
                hash);
    }
}
