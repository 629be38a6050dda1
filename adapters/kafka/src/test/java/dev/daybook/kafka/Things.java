package dev.daybook.kafka;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A small domain: things are made and named, in two topics. */
final class Things {

    static final Topic MADE = new Topic("made", 0);
    static final Topic NAMED = new Topic("named", 1);
    static final Provenance ALICE =
            new Provenance("alice", null, "test", "because", "c-1", null, null);

    /** What happens to things. */
    sealed interface Event {}

    record Made(String by, long weight) implements Event {}

    record Named(String name) implements Event {}

    static final EventCatalog<Event> CATALOG =
            EventCatalog.of(Event.class)
                    .topic(MADE, Made.class)
                    .topic(NAMED, Named.class)
                    .build((topic, type) ->
                            List.of(
                                    type.equals("Made")
                                            ? RecordCodec.of(Made.class).schema()
                                            : RecordCodec.of(Named.class).schema()));

    private Things() {}

    /** The next event of a book, about a thing that is new. */
    static RecordedEvent event(String book, long position, long previous, Event event) {
        EntityId entity = new EntityId("thing", "t-" + position);
        return event(book, position, previous, entity, event);
    }

    static RecordedEvent event(
            String book, long position, long previous, EntityId entity, Event event) {
        Instant at = Instant.parse("2026-07-15T10:00:00.123456Z").plusMillis(position);
        return event(book, position, previous, entity, event, at);
    }

    private static RecordedEvent event(
            String book,
            long position,
            long previous,
            EntityId entity,
            Event event,
            Instant recordedAt) {
        return hashed(
                book,
                new RecordedEvent(
                        position,
                        entity,
                        1,
                        CATALOG.typeOf(event).topic(),
                        Lanes.of(entity),
                        previous,
                        CATALOG.typeOf(event).name(),
                        1,
                        CATALOG.encode(event),
                        recordedAt,
                        null,
                        new UUID(7, position),
                        ALICE,
                        new byte[0]));
    }

    /**
     * The first events of a book, about a thousand things, always the same.
     *
     * @param begin when the first of them was recorded
     */
    static List<RecordedEvent> history(String book, int count, Instant begin) {
        List<RecordedEvent> events = new ArrayList<>(count);
        long[] last = new long[2 * Lanes.PER_TOPIC];
        for (int i = 1; i <= count; i++) {
            EntityId entity = new EntityId("thing", "t-" + i * 7 % 997);
            Event event = i % 3 == 0 ? new Named("name " + i) : new Made("maker", i);
            int slot = Lanes.slot(CATALOG.typeOf(event).topic(), Lanes.of(entity));
            events.add(event(book, i, last[slot], entity, event, begin.plusNanos(i * 1_000L)));
            last[slot] = i;
        }
        return events;
    }

    static RecordedEvent hashed(String book, RecordedEvent e) {
        return new RecordedEvent(
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
                e.provenance(),
                new EventHash(book).of(e));
    }

    /** What a consumer would get of a record that was sent. */
    static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
        return received(sent.topic(), sent.partition(), sent.key(), sent.value(), sent.headers());
    }

    static ConsumerRecord<byte[], byte[]> received(
            String topic, int partition, byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }
}
