package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The messages of {@code pgoutput} as a server would write them, for tests without one. */
final class StreamBytes {

    static final int JOURNAL = 16_400;
    static final int COMMAND = 16_500;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    @FunctionalInterface
    private interface Writing {
        void to(StreamBytes message) throws IOException;
    }

    private static byte[] message(char kind, Writing content) {
        StreamBytes message = new StreamBytes();
        try {
            message.out.writeByte(kind);
            content.to(message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return message.bytes.toByteArray();
    }

    static byte[] begin() {
        return message('B', m -> m.out.write(new byte[20]));
    }

    static byte[] commit(long endLsn) {
        return message(
                'C',
                m -> {
                    m.out.writeByte(0);
                    m.out.writeLong(endLsn - 8);
                    m.out.writeLong(endLsn);
                    m.out.writeLong(0);
                });
    }

    static byte[] emitted(String prefix, String content) {
        return message(
                'M',
                m -> {
                    m.out.writeByte(1);
                    m.out.writeLong(7);
                    m.text(prefix);
                    m.out.writeInt(content.getBytes(UTF_8).length);
                    m.out.write(content.getBytes(UTF_8));
                });
    }

    static byte[] relation(int id, String schema, String name, List<String> columns) {
        return message(
                'R',
                m -> {
                    m.out.writeInt(id);
                    m.text(schema);
                    m.text(name);
                    m.out.writeByte('d');
                    m.out.writeShort(columns.size());
                    for (String column : columns) {
                        m.out.writeByte(0);
                        m.text(column);
                        m.out.writeInt(25);
                        m.out.writeInt(-1);
                    }
                });
    }

    static byte[] insert(int relation, List<byte @Nullable []> values) {
        return message(
                'I',
                m -> {
                    m.out.writeInt(relation);
                    m.out.writeByte('N');
                    m.out.writeShort(values.size());
                    for (byte[] value : values) {
                        if (value == null) {
                            m.out.writeByte('n');
                        } else {
                            m.out.writeByte('b');
                            m.out.writeInt(value.length);
                            m.out.write(value);
                        }
                    }
                });
    }

    /** The tables of a book, as they are told before the first row. */
    static List<byte[]> tables(String schema) {
        return List.of(
                relation(
                        JOURNAL,
                        schema,
                        "journal",
                        List.of(
                                "position",
                                "kind",
                                "entity",
                                "version",
                                "schema",
                                "lane",
                                "previous",
                                "recorded_at",
                                "value_date",
                                "command",
                                "payload",
                                "hash")),
                relation(COMMAND, schema, "command", StreamedTransactions.COMMAND));
    }

    /** Everything that comes of a transaction with these events. */
    static List<byte[]> transaction(List<RecordedEvent> events, int contract, long endLsn) {
        List<byte[]> messages = new ArrayList<>();
        messages.add(begin());
        for (RecordedEvent e : events) {
            messages.add(event(e, contract));
        }
        for (RecordedEvent e : events) {
            messages.add(command(e.command(), e.provenance()));
        }
        messages.add(commit(endLsn));
        return messages;
    }

    private static byte[] event(RecordedEvent e, int contract) {
        String entity = e.entity().value();
        List<byte @Nullable []> values = new ArrayList<>();
        values.add(bigint(e.position()));
        values.add(e.entity().kind().getBytes(UTF_8));
        values.add(entity.equals(e.command().toString()) ? null : entity.getBytes(UTF_8));
        values.add(bigint(e.version()));
        values.add(smallint(contract));
        values.add(smallint(e.lane()));
        values.add(bigint(e.previous()));
        values.add(bigint(ChronoUnit.MICROS.between(BinaryCopy.EPOCH, e.recordedAt())));
        values.add(date(e.valueDate()));
        values.add(uuid(e.command()));
        values.add(e.payload());
        values.add(e.hash());
        return insert(JOURNAL, values);
    }

    private static byte[] command(UUID id, Provenance by) {
        List<byte @Nullable []> values = new ArrayList<>();
        values.add(uuid(id));
        values.add(bytes(by.actor()));
        values.add(bytes(by.onBehalfOf()));
        values.add(bytes(by.channel()));
        values.add(bytes(by.reason()));
        values.add(by.correlation().equals(id.toString()) ? null : bytes(by.correlation()));
        values.add(bytes(by.causation()));
        values.add(bytes(by.trace()));
        return insert(COMMAND, values);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static byte[] bigint(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] smallint(int value) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) value).array();
    }

    private static byte @Nullable [] date(@Nullable LocalDate date) {
        return date == null
                ? null
                : ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) (date.toEpochDay() - BinaryCopy.EPOCH_DAY.toEpochDay()))
                        .array();
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.writeByte(0);
    }
}
