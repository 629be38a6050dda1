package dev.daybook.server.answer;

import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * An event as it stands in the journal, with what it says.
 *
 * @param entity what it is about, {@code kind:identifier}
 * @param previous the position of the event before it in the same topic and lane
 * @param hash SHA-256 over all of it, in hexadecimal
 */
@Schema(name = "Event")
public record EventBody(
        long position,
        String entity,
        long version,
        String topic,
        int lane,
        long previous,
        String type,
        int schema,
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
        Map<String, @Nullable Object> payload,
        String hash) {

    static EventBody of(RecordedEvent event, Map<String, @Nullable Object> payload) {
        Provenance by = event.provenance();
        return new EventBody(
                event.position(),
                event.entity().toString(),
                event.version(),
                event.topic().name(),
                event.lane(),
                event.previous(),
                event.type(),
                event.schema(),
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
                payload,
                HexFormat.of().formatHex(event.hash()));
    }
}
