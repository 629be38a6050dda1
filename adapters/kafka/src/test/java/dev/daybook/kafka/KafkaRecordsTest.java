package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.kafka.Things.Made;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** What an event looks like on a topic, and that nothing is lost on the way. */
class KafkaRecordsTest {

    private static final long NOW = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();

    private final TopicNames names = new TopicNames("", "main", Things.CATALOG);
    private final KafkaRecords records = new KafkaRecords(names, Things.CATALOG);

    private static RecordedEvent full() {
        EntityId entity = new EntityId("thing", "a:b ü");
        return Things.hashed(
                "main",
                new RecordedEvent(
                        42,
                        entity,
                        3,
                        Things.MADE,
                        Lanes.of(entity),
                        17,
                        "Made",
                        1,
                        Things.CATALOG.encode(new Made("bob", 5)),
                        Instant.parse("2026-07-15T10:00:00.123456Z"),
                        LocalDate.of(2026, 7, 14),
                        new UUID(1, 2),
                        new Provenance(
                                "alice",
                                "bob",
                                "http",
                                "",
                                "c-9",
                                "e-8",
                                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        new byte[0]));
    }

    private static void assertSame(RecordedEvent read, RecordedEvent event) {
        assertThat(read)
                .usingRecursiveComparison()
                .as("everything an event holds")
                .isEqualTo(event);
        assertThat(new EventHash("main").matches(read)).isTrue();
    }

    @Test
    void anEventThatIsReadIsTheEventThatWasRecorded() {
        for (RecordedEvent event :
                new RecordedEvent[] {full(), Things.event("main", 1, 0, new Made("eve", -1))}) {
            LaneRecord read = records.read(Things.received(records.recorded(event, 7, NOW)));
            assertThat(read).isInstanceOf(LaneRecord.Recorded.class);
            assertSame(((LaneRecord.Recorded) read).event(), event);
        }
    }

    @Test
    void theValueIsInTheWireFormatThatEveryAvroDeserializerKnows() {
        RecordedEvent event = full();
        ByteBuffer value = ByteBuffer.wrap(records.recorded(event, 77_000, NOW).value());
        assertThat(value.get()).isZero();
        assertThat(value.getInt()).isEqualTo(77_000);
        byte[] payload = new byte[value.remaining()];
        value.get(payload);
        assertThat(payload).isEqualTo(event.payload());
    }

    @Test
    void theHeadersAreACloudEventAndTheRestOfWhatTheJournalKnows() {
        RecordedEvent event = full();
        ProducerRecord<byte[], byte[]> record = records.recorded(event, 7, NOW);
        TreeMap<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        assertThat(record.topic()).isEqualTo("main.made");
        assertThat(record.partition()).isEqualTo(event.lane());
        assertThat(new String(record.key(), UTF_8)).isEqualTo("thing:a:b ü");
        assertThat(record.timestamp()).isEqualTo(event.recordedAt().toEpochMilli());
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "42")
                .containsEntry("ce_source", "/books/main")
                .containsEntry("ce_type", "dev.daybook.kafka.Made")
                .containsEntry("ce_time", "2026-07-15T10:00:00.123456Z")
                .containsEntry("ce_subject", "thing:a:b ü")
                .containsEntry("content-type", "application/avro")
                .containsEntry("daybook-position", "42")
                .containsEntry("daybook-previous", "17")
                .containsEntry("daybook-value-date", "2026-07-14")
                .containsEntry("daybook-reason", "")
                .containsEntry("daybook-on-behalf-of", "bob")
                .containsEntry("traceparent", event.provenance().trace())
                .containsEntry("ce_traceparent", event.provenance().trace());
    }

    @Test
    void anEventFromTheFutureIsTakenByTheBroker() {
        long before = full().recordedAt().toEpochMilli() - 1;
        assertThat(records.recorded(full(), 7, before).timestamp()).isEqualTo(before);
    }

    @Test
    void aWithheldEventKeepsItsPlace() {
        RecordedEvent event = full();
        LaneRecord read = records.read(Things.received(records.withheld(event, "schema-409", NOW)));
        assertThat(read)
                .isEqualTo(
                        new LaneRecord.Withheld(
                                42, 42, 17, event.entity(), 3, "Made", 1, "schema-409"));
    }

    @Test
    void theLastEventOfALaneInATransactionSaysHowFarItIsComplete() {
        ProducerRecord<byte[], byte[]> record = records.recorded(full(), 7, NOW);
        KafkaRecords.complete(record, 57);
        LaneRecord read = records.read(Things.received(record));
        assertThat(read.lastEvent()).isEqualTo(42);
        assertThat(read.position()).isEqualTo(57);
        record.headers().remove("daybook-complete").add("daybook-complete", "41".getBytes(UTF_8));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> records.read(Things.received(record)));
    }

    @Test
    void aWatermarkSaysHowFarItsLaneIsCompleteAndWhatWasLast() {
        ProducerRecord<byte[], byte[]> record = records.watermark(Things.NAMED, 3, 99, 12);
        assertThat(record.key()).isNull();
        assertThat(record.value()).isNull();
        assertThat(record.partition()).isEqualTo(3);
        assertThat(records.read(Things.received(record)))
                .isEqualTo(new LaneRecord.Watermark(99, 12));
    }

    @Test
    void aChangedEventIsRefused() {
        ProducerRecord<byte[], byte[]> record = records.recorded(full(), 7, NOW);
        record.headers().remove("daybook-reason").add("daybook-reason", "theft".getBytes(UTF_8));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> records.read(Things.received(record)))
                .withMessageContaining("hash");
    }

    @Test
    void aTextIsReadAsItIsOrNotAtAll() {
        ProducerRecord<byte[], byte[]> record = records.withheld(full(), "was \uFFFD once", NOW);
        assertThat(((LaneRecord.Withheld) records.read(Things.received(record))).reason())
                .isEqualTo("was \uFFFD once");
        record.headers().remove("daybook-withheld").add("daybook-withheld", new byte[] {'a', -1});
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> records.read(Things.received(record)))
                .withMessageContaining("daybook-withheld is not UTF-8");
    }

    @Test
    void headersAreFoundInAnyOrder() {
        RecordedEvent event = full();
        ProducerRecord<byte[], byte[]> record = records.recorded(event, 7, NOW);
        List<Header> backwards = Arrays.asList(record.headers().toArray()).reversed();
        ProducerRecord<byte[], byte[]> other =
                new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        backwards);
        LaneRecord read = records.read(Things.received(other));
        assertSame(((LaneRecord.Recorded) read).event(), event);
    }

    @Test
    void anEventOfAnotherBookIsRefused() {
        RecordedEvent other = Things.event("other", 1, 0, new Made("eve", 1));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> records.read(Things.received(records.recorded(other, 7, NOW))));
    }

    @Test
    void aTypeThatThisProgramDoesNotKnowYetIsReadAllTheSame() {
        RecordedEvent unknown =
                Things.hashed("main", renamed(Things.event("main", 1, 0, new Made("eve", 1))));
        ProducerRecord<byte[], byte[]> record =
                records.recorded(Things.event("main", 1, 0, new Made("eve", 1)), 7, NOW);
        record.headers().remove("ce_type").add("ce_type", "some.where.Painted".getBytes(UTF_8));
        record.headers().remove("daybook-hash");
        record.headers()
                .add(
                        "daybook-hash",
                        java.util.HexFormat.of().formatHex(unknown.hash()).getBytes(UTF_8));
        LaneRecord read = records.read(Things.received(record));
        assertThat(((LaneRecord.Recorded) read).event().type()).isEqualTo("Painted");
    }

    private static RecordedEvent renamed(RecordedEvent e) {
        return new RecordedEvent(
                e.position(),
                e.entity(),
                e.version(),
                e.topic(),
                e.lane(),
                e.previous(),
                "Painted",
                e.schema(),
                e.payload(),
                e.recordedAt(),
                e.valueDate(),
                e.command(),
                e.provenance(),
                e.hash());
    }
}
