package dev.daybook.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/**
 * The hash of an event: SHA-256 over a canonical encoding of everything it says.
 *
 * <p>The encoding is a sequence of fields, each preceded by its length in bytes as four big-endian
 * bytes; an absent field has the length {@code 0xFFFFFFFF} and no bytes. No two different events
 * have the same encoding, since no field can run into the next. The fields are, in order: the tag
 * {@value #TAG}, book, position, entity kind, entity value, version, topic, lane, previous, type,
 * schema version, payload, recorded time (microseconds since 1970-01-01T00:00Z), value date (days
 * since 1970-01-01), command (16 bytes), actor, on behalf of, channel, reason, correlation,
 * causation, trace. Numbers are eight bytes, big-endian, in two's complement; texts are UTF-8.
 *
 * <p>An instance belongs to one thread.
 */
public final class EventHash {

    /** Names the encoding, so that another one can never be mistaken for it. */
    public static final String TAG = "daybook-event-1";

    /** Length of a hash in bytes. */
    public static final int BYTES = 32;

    private static final int ABSENT = -1;

    private final MessageDigest sha256 = sha256();
    private final byte[] tag = TAG.getBytes(UTF_8);
    private final byte[] book;
    private ByteBuffer buffer = ByteBuffer.allocate(4_096);

    public EventHash(String book) {
        this.book = book.getBytes(UTF_8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /** Whether the event's stored hash is that of what it says. */
    public boolean matches(RecordedEvent event) {
        return MessageDigest.isEqual(of(event), event.hash());
    }

    /** The hash that an event should have; its own {@code hash} is not looked at. */
    public byte[] of(RecordedEvent e) {
        return of(
                e.position(),
                e.entity(),
                e.version(),
                e.topic(),
                e.lane(),
                e.previous(),
                e.type(),
                e.schema(),
                e.payload(),
                e.recordedAt(),
                e.valueDate(),
                e.command(),
                e.provenance());
    }

    /** The hash of an event that is about to be recorded. */
    public byte[] of(
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
            Provenance by) {
        buffer.clear();
        put(tag);
        put(book);
        put(position);
        put(entity.kind());
        put(entity.value());
        put(version);
        put(topic.name());
        put(lane);
        put(previous);
        put(type);
        put(schema);
        put(payload);
        put(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt));
        if (valueDate == null) {
            putAbsent();
        } else {
            put(valueDate.toEpochDay());
        }
        room(20).putInt(16)
                .putLong(command.getMostSignificantBits())
                .putLong(command.getLeastSignificantBits());
        put(by.actor());
        put(by.onBehalfOf());
        put(by.channel());
        put(by.reason());
        put(by.correlation());
        put(by.causation());
        put(by.trace());
        sha256.update(buffer.array(), 0, buffer.position());
        return sha256.digest();
    }

    private void put(long number) {
        room(12).putInt(8).putLong(number);
    }

    private void put(byte[] bytes) {
        room(4 + bytes.length).putInt(bytes.length).put(bytes);
    }

    private void put(@Nullable String text) {
        if (text == null) {
            putAbsent();
        } else {
            put(text.getBytes(UTF_8));
        }
    }

    private void putAbsent() {
        room(4).putInt(ABSENT);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int used = buffer.position();
            buffer =
                    ByteBuffer.wrap(
                            Arrays.copyOf(
                                    buffer.array(), Math.max(buffer.capacity() * 2, used + bytes)));
            buffer.position(used);
        }
        return buffer;
    }
}
