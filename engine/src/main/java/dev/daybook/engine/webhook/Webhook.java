package dev.daybook.engine.webhook;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Who is to be told of events, and how far that is.
 *
 * @param secret what deliveries are signed with; not to be shown or logged
 * @param entity whose events are wanted; null for all
 * @param types those of these types; empty for all
 * @param createdBy who asked for it
 * @param position every event up to here that is wanted has been delivered, or waits
 * @param stopped why nothing is sent; null while it is
 */
public record Webhook(
        UUID id,
        URI url,
        String secret,
        @Nullable EntityId entity,
        Set<String> types,
        Instant createdAt,
        String createdBy,
        long position,
        @Nullable String stopped) {

    public Webhook {
        types = Set.copyOf(types);
    }

    /** Whether an event is wanted. */
    public boolean wants(RecordedEvent event) {
        return (entity == null || entity.equals(event.entity()))
                && (types.isEmpty() || types.contains(event.type()));
    }

    @Override
    public String toString() {
        return id.toString(); // and not the secret
    }
}
