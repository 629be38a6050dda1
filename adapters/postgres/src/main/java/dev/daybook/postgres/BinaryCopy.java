package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Rows on their way into a table by {@code COPY … FROM STDIN (FORMAT binary)}: the fastest way in,
 * and one without a statement a row. The columns of each row are put in the order in which the
 * table's columns are named. What is put goes off in pieces, so that the server works on one while
 * the next is made; nothing else can use the connection until {@link #end()} or {@link #close()}.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">PostgreSQL, COPY, binary
 *     format</a>
 */
public final class BinaryCopy implements AutoCloseable {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };
    private static final int SEND_BYTES = 64 * 1024;
    private static final int ABSENT = -1;
    private static final int TEXT_OID = 25;

    /** PostgreSQL counts days and microseconds from here. */
    static final LocalDate EPOCH_DAY = LocalDate.of(2000, 1, 1);

    static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final CopyIn copy;
    private ByteBuffer buffer = ByteBuffer.allocate(2 * SEND_BYTES);

    private BinaryCopy(CopyIn copy) {
        this.copy = copy;
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Begins; the table and its columns are named as in {@code journal (position, entity)}. */
    public static BinaryCopy into(Connection connection, String table) throws SQLException {
        return new BinaryCopy(
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)"));
    }

    /** Begins a row. */
    public BinaryCopy row(int columns) throws SQLException {
        if (buffer.position() >= SEND_BYTES) {
            send();
        }
        room(2).putShort((short) columns);
        return this;
    }

    public BinaryCopy put(long value) {
        room(12).putInt(8).putLong(value);
        return this;
    }

    public BinaryCopy put(@Nullable Long value) {
        return value == null ? putNull() : put(value.longValue());
    }

    public BinaryCopy putShort(int value) {
        room(6).putInt(2).putShort((short) value);
        return this;
    }

    public BinaryCopy putInt(int value) {
        room(8).putInt(4).putInt(value);
        return this;
    }

    public BinaryCopy put(@Nullable String text) {
        return text == null ? putNull() : put(text.getBytes(UTF_8));
    }

    public BinaryCopy put(byte[] bytes) {
        room(4 + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    public BinaryCopy put(@Nullable UUID uuid) {
        if (uuid == null) {
            return putNull();
        }
        room(20).putInt(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        return this;
    }

    public BinaryCopy put(@Nullable LocalDate date) {
        return date == null
                ? putNull()
                : putInt(Math.toIntExact(date.toEpochDay() - EPOCH_DAY.toEpochDay()));
    }

    public BinaryCopy put(Instant instant) {
        return put(ChronoUnit.MICROS.between(EPOCH, instant));
    }

    /** An array of texts, {@code text[]}. */
    public BinaryCopy put(List<String> texts) {
        int lengthAt = room(24).position();
        buffer.putInt(0).putInt(texts.isEmpty() ? 0 : 1).putInt(0).putInt(TEXT_OID);
        if (!texts.isEmpty()) {
            buffer.putInt(texts.size()).putInt(1);
            texts.forEach(this::put);
        }
        buffer.putInt(lengthAt, buffer.position() - lengthAt - 4);
        return this;
    }

    public BinaryCopy putNull() {
        room(4).putInt(ABSENT);
        return this;
    }

    /** All rows are put; returns when the server has taken them. */
    public void end() throws SQLException {
        room(2).putShort((short) -1);
        send();
        copy.endCopy();
    }

    /** Cancels what was not ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
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
