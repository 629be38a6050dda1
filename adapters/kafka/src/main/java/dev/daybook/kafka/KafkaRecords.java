package dev.daybook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Turns events of one book into records of Kafka and back, without loss: what is read has the hash
 * of what was recorded, or is refused.
 *
 * <p>The partition is the lane, the key the entity as {@code kind:value}, the value in Confluent's
 * wire format, the timestamp that of the recording. Headers are texts in UTF-8; one that is not
 * there is a value that the event has not.
 *
 * <table>
 * <caption>Headers</caption>
 * <tr><td>{@code ce_specversion}, {@code ce_id}, {@code ce_source}, {@code ce_type}, {@code ce_time},
 * {@code ce_subject}, {@code content-type}</td><td>a CloudEvent in binary mode: 1.0, the position,
 * {@code /books/<book>}, the full name of the Avro record, the time of the recording, the entity,
 * {@code application/avro}</td></tr>
 * <tr><td>{@code ce_traceparent}, {@code traceparent}</td><td>the W3C trace context, for those who
 * read CloudEvents and for those who trace</td></tr>
 * <tr><td>{@code daybook-position}, {@code -previous}, {@code -version}, {@code -schema}</td><td>as
 * in {@link RecordedEvent}</td></tr>
 * <tr><td>{@code daybook-value-date}, {@code -command}, {@code -hash}</td><td>an ISO date, a UUID,
 * 64 hexadecimal digits</td></tr>
 * <tr><td>{@code daybook-actor}, {@code -on-behalf-of}, {@code -channel}, {@code -reason}, {@code
 * -correlation}, {@code -causation}</td><td>as in {@link Provenance}</td></tr>
 * <tr><td>{@code daybook-complete}</td><td>a later position that the lane is complete up to: with
 * the last event of the lane in a transaction, which has everything up to there</td></tr>
 * <tr><td>{@code daybook-withheld}</td><td>why a record has no value where an event would
 * be</td></tr>
 * <tr><td>{@code daybook-watermark}</td><td>a position, in a record without key and value that
 * says that its lane is complete up to there; besides it has {@code daybook-previous} alone</td></tr>
 * </table>
 *
 * <p>An instance belongs to one thread.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     Protocol Binding for CloudEvents 1.0.2</a>
 */
public final class KafkaRecords {

    static final String POSITION = "daybook-position";
    static final String PREVIOUS = "daybook-previous";
    static final String VERSION = "daybook-version";
    static final String SCHEMA = "daybook-schema";
    static final String VALUE_DATE = "daybook-value-date";
    static final String COMMAND = "daybook-command";
    static final String ACTOR = "daybook-actor";
    static final String ON_BEHALF_OF = "daybook-on-behalf-of";
    static final String CHANNEL = "daybook-channel";
    static final String REASON = "daybook-reason";
    static final String CORRELATION = "daybook-correlation";
    static final String CAUSATION = "daybook-causation";
    static final String HASH = "daybook-hash";
    static final String WITHHELD = "daybook-withheld";
    static final String COMPLETE = "daybook-complete";
    static final String WATERMARK = "daybook-watermark";
    static final String CE_TYPE = "ce_type";
    static final String CE_TIME = "ce_time";
    static final String CE_TRACE = "ce_traceparent";
    static final String TRACE = "traceparent";

    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
    private static final byte[] AVRO = "application/avro".getBytes(UTF_8);
    private static final HexFormat HEX = HexFormat.of();

    private final TopicNames names;
    private final EventCatalog<?> catalog;
    private final byte[] source;
    private final EventHash hash;

    /** The time that was read last: what is committed together has the same. */
    private Instant time = Instant.EPOCH;

    private String timeText = time.toString();

    public KafkaRecords(TopicNames names, EventCatalog<?> catalog) {
        this.names = names;
        this.catalog = catalog;
        this.source = ("/books/" + names.book()).getBytes(UTF_8);
        this.hash = new EventHash(names.book());
    }

    /**
     * An event as a record.
     *
     * @param schemaId the number that the registry gave to the event's contract
     * @param nowMillis the latest timestamp that the record may have: brokers refuse what is from
     *     the future, and clocks have been wrong before
     */
    public ProducerRecord<byte[], byte[]> recorded(
            RecordedEvent event, int schemaId, long nowMillis) {
        return record(event, WireFormat.of(schemaId, event.payload()), nowMillis);
    }

    /** What stands in the place of an event that cannot be published. */
    public ProducerRecord<byte[], byte[]> withheld(
            RecordedEvent event, String reason, long nowMillis) {
        ProducerRecord<byte[], byte[]> record = record(event, null, nowMillis);
        put(record.headers(), WITHHELD, reason);
        return record;
    }

    /** Adds to the record of an event that its lane is complete up to a later position. */
    static void complete(ProducerRecord<byte[], byte[]> record, long position) {
        put(record.headers(), COMPLETE, Long.toString(position));
    }

    /** Says that a lane is complete up to a position. */
    public ProducerRecord<byte[], byte[]> watermark(
            Topic topic, int lane, long position, long previous) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(names.of(topic), lane, null, null);
        put(record.headers(), WATERMARK, Long.toString(position));
        put(record.headers(), PREVIOUS, Long.toString(previous));
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(
            RecordedEvent event, byte @Nullable [] value, long nowMillis) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        names.of(event.topic()),
                        event.lane(),
                        Math.clamp(event.recordedAt().toEpochMilli(), 0, nowMillis),
                        event.entity().toString().getBytes(UTF_8),
                        value);
        put(event, record.headers());
        return record;
    }

    private void put(RecordedEvent event, Headers headers) {
        String position = Long.toString(event.position());
        headers.add("ce_specversion", SPEC_VERSION);
        put(headers, "ce_id", position);
        headers.add("ce_source", source);
        put(headers, CE_TYPE, catalog.type(event.type()).codec().schema().getFullName());
        put(headers, CE_TIME, event.recordedAt().toString());
        put(headers, "ce_subject", event.entity().toString());
        headers.add("content-type", AVRO);
        put(headers, POSITION, position);
        put(headers, PREVIOUS, Long.toString(event.previous()));
        put(headers, VERSION, Long.toString(event.version()));
        put(headers, SCHEMA, Integer.toString(event.schema()));
        if (event.valueDate() != null) {
            put(headers, VALUE_DATE, event.valueDate().toString());
        }
        put(headers, COMMAND, event.command().toString());
        Provenance by = event.provenance();
        put(headers, ACTOR, by.actor());
        put(headers, ON_BEHALF_OF, by.onBehalfOf());
        put(headers, CHANNEL, by.channel());
        put(headers, REASON, by.reason());
        put(headers, CORRELATION, by.correlation());
        put(headers, CAUSATION, by.causation());
        put(headers, CE_TRACE, by.trace());
        put(headers, TRACE, by.trace());
        put(headers, HASH, HEX.formatHex(event.hash()));
    }

    private static void put(Headers headers, String name, @Nullable String text) {
        if (text != null) {
            headers.add(name, text.getBytes(UTF_8));
        }
    }

    /**
     * Reads a record of one of the book's topics.
     *
     * @throws MalformedEventException when it is not what this class writes, an event's hash
     *     included; nothing else is thrown, whatever the record holds
     */
    public LaneRecord read(ConsumerRecord<byte[], byte[]> record) {
        Topic topic = names.topic(record.topic());
        int lane = record.partition();
        if (topic == null || lane < 0 || lane >= Lanes.PER_TOPIC) {
            throw new MalformedEventException(
                    record.topic()
                            + "-"
                            + lane
                            + " is not a lane of the book "
                            + names.book()
                            + ".");
        }
        HeaderText headers = new HeaderText(record.headers());
        try {
            if (headers.has(WATERMARK)) {
                return watermark(headers);
            }
            RecordedEvent event = event(topic, record, headers);
            String reason = headers.optional(WITHHELD);
            long complete =
                    headers.has(COMPLETE)
                            ? headers.number(COMPLETE, event.position())
                            : event.position();
            return reason == null ? recorded(event, complete) : withheld(event, complete, reason);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException malformed) {
            throw new MalformedEventException("This record is not an event.", malformed);
        }
    }

    private static LaneRecord watermark(HeaderText headers) {
        long previous = headers.number(PREVIOUS, 0);
        return new LaneRecord.Watermark(headers.number(WATERMARK, previous), previous);
    }

    private LaneRecord recorded(RecordedEvent event, long complete) {
        if (!hash.matches(event)) {
            throw new MalformedEventException(
                    "The event at position "
                            + event.position()
                            + " does not have the hash of what it says.");
        }
        return new LaneRecord.Recorded(event, complete);
    }

    private static LaneRecord withheld(RecordedEvent event, long complete, String reason) {
        return new LaneRecord.Withheld(
                event.position(),
                complete,
                event.previous(),
                event.entity(),
                event.version(),
                event.type(),
                event.schema(),
                reason);
    }

    private RecordedEvent event(
            Topic topic, ConsumerRecord<byte[], byte[]> record, HeaderText headers) {
        long previous = headers.number(PREVIOUS, 0);
        return new RecordedEvent(
                headers.number(POSITION, previous + 1),
                EntityId.parse(HeaderText.utf8("key", record.key())),
                headers.number(VERSION, 1),
                topic,
                record.partition(),
                previous,
                simpleName(headers.required(CE_TYPE)),
                Math.toIntExact(Math.min(headers.number(SCHEMA, 1), Integer.MAX_VALUE)),
                payload(record, headers),
                time(headers),
                valueDate(headers),
                UUID.fromString(headers.required(COMMAND)),
                new Provenance(
                        headers.required(ACTOR),
                        headers.optional(ON_BEHALF_OF),
                        headers.required(CHANNEL),
                        headers.required(REASON),
                        headers.required(CORRELATION),
                        headers.optional(CAUSATION),
                        headers.optional(CE_TRACE)),
                HEX.parseHex(headers.required(HASH)));
    }

    private static byte[] payload(ConsumerRecord<byte[], byte[]> record, HeaderText headers) {
        byte[] value = record.value();
        if (headers.has(WITHHELD)) {
            return new byte[0];
        }
        if (value == null) {
            throw new MalformedEventException("This record has no value.");
        }
        return WireFormat.payload(value);
    }

    /** To the microsecond: what is finer is in no hash. */
    private Instant time(HeaderText headers) {
        String text = headers.required(CE_TIME);
        if (!text.equals(timeText)) {
            Instant parsed = Instant.parse(text);
            if (!parsed.equals(parsed.truncatedTo(ChronoUnit.MICROS))) {
                throw new MalformedEventException(
                        "The time " + parsed + " is finer than a microsecond.");
            }
            time = parsed;
            timeText = text;
        }
        return time;
    }

    private static @Nullable LocalDate valueDate(HeaderText headers) {
        String text = headers.optional(VALUE_DATE);
        return text == null ? null : LocalDate.parse(text);
    }

    private static String simpleName(String fullName) {
        return fullName.substring(fullName.lastIndexOf('.') + 1);
    }
}
