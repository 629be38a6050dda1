package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of PostgreSQL's output plugin {@code pgoutput}, protocol 1, with values in binary and
 * without streaming of transactions that have not committed. Only what the journal's log can hold
 * is understood; anything else is refused, since passing over it could lose an event.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-logicalrep-message-formats.html">
 *     PostgreSQL, logical replication message formats</a>
 */
sealed interface Pgoutput {

    /** A transaction that has committed begins. */
    record Begin() implements Pgoutput {}

    /**
     * It ends.
     *
     * @param endLsn where its commit ends in the log: whoever has all of it may confirm this
     */
    record Commit(long endLsn) implements Pgoutput {}

    /** What rows of a table are made of, told before the first of them. */
    record Relation(int id, String schema, String name, List<String> columns) implements Pgoutput {}

    /** A row that was inserted; its values in the order of the relation's columns. */
    record Insert(int relation, List<byte @Nullable []> values) implements Pgoutput {}

    /** What {@code pg_logical_emit_message} wrote. */
    record Message(String prefix, byte[] content) implements Pgoutput {}

    /** Says nothing that matters here: the origin of a transaction, the name of a type. */
    record Passed() implements Pgoutput {}

    /**
     * Reads one message.
     *
     * @throws MalformedStreamException when it is none, or one that should not come
     */
    static Pgoutput read(ByteBuffer bytes) {
        try {
            Pgoutput message = message(bytes);
            if (bytes.hasRemaining()) {
                throw new MalformedStreamException(
                        "A message has " + bytes.remaining() + " bytes too many.");
            }
            return message;
        } catch (BufferUnderflowException | CharacterCodingException malformed) {
            throw new MalformedStreamException("A message is cut off or no text.", malformed);
        }
    }

    private static Pgoutput message(ByteBuffer bytes) throws CharacterCodingException {
        byte kind = bytes.get();
        return switch (kind) {
            case 'B' -> {
                skip(bytes, 2 * Long.BYTES + Integer.BYTES); // its end, its time, its number
                yield new Begin();
            }
            case 'C' -> {
                skip(bytes, Byte.BYTES + Long.BYTES); // flags, where its commit begins
                long endLsn = bytes.getLong();
                skip(bytes, Long.BYTES); // its time
                yield new Commit(endLsn);
            }
            case 'R' -> relation(bytes);
            case 'I' -> insert(bytes);
            case 'M' -> {
                skip(bytes, Byte.BYTES + Long.BYTES); // flags, where it is
                String prefix = text(bytes);
                yield new Message(prefix, counted(bytes, bytes.getInt()));
            }
            case 'O', 'Y' -> {
                bytes.position(bytes.limit());
                yield new Passed();
            }
            case 'U', 'D', 'T' ->
                    throw new MalformedStreamException(
                            "Rows were changed, removed or truncated: the publication is not the"
                                    + " one that Daybook makes. Drop it, and it is made again.");
            default ->
                    throw new MalformedStreamException("There is no message of kind " + kind + ".");
        };
    }

    private static Relation relation(ByteBuffer bytes) throws CharacterCodingException {
        int id = bytes.getInt();
        String schema = text(bytes);
        String name = text(bytes);
        skip(bytes, Byte.BYTES); // how a row is told from others when it changes
        int count = bytes.getShort();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            skip(bytes, Byte.BYTES); // whether it is part of the key
            columns.add(text(bytes));
            skip(bytes, 2 * Integer.BYTES); // its type and what the type is given
        }
        return new Relation(id, schema, name, List.copyOf(columns));
    }

    private static Insert insert(ByteBuffer bytes) {
        int relation = bytes.getInt();
        if (bytes.get() != 'N') {
            throw new MalformedStreamException("An inserted row has no values.");
        }
        int count = bytes.getShort();
        List<byte @Nullable []> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte kind = bytes.get();
            switch (kind) {
                case 'n' -> values.add(null);
                case 'b' -> values.add(counted(bytes, bytes.getInt()));
                default ->
                        throw new MalformedStreamException(
                                "A value is of kind " + kind + ", and not in binary.");
            }
        }
        return new Insert(relation, values);
    }

    /** So many bytes, of which no more are made room for than have come. */
    private static byte[] counted(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedStreamException(
                    "A value of " + length + " bytes has " + bytes.remaining() + ".");
        }
        byte[] value = new byte[length];
        bytes.get(value);
        return value;
    }

    /** A text that ends with a zero. */
    private static String text(ByteBuffer bytes) throws CharacterCodingException {
        ByteBuffer text = bytes.slice();
        int length = 0;
        while (bytes.get() != 0) {
            length++;
        }
        return UTF_8.newDecoder().decode(text.limit(length)).toString();
    }

    private static void skip(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + length);
    }
}
