package dev.daybook.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.MalformedEventException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * The fields of a view's hash. {@code @} is the header; {@code =key} is the value of a key: the
 * position of its last event in 8 bytes, big-endian, and the value in Avro.
 */
final class Entries {

    static final byte[] HEADER = {'@'};

    private static final int KEY_BYTES_MAX = 4_096;

    private Entries() {}

    /**
     * The field of a key.
     *
     * @throws IllegalArgumentException when the key is too long, or is not text: halves of
     *     characters would all become the same
     */
    static byte[] field(String key) {
        try {
            ByteBuffer text = UTF_8.newEncoder().encode(CharBuffer.wrap(key));
            if (text.remaining() > KEY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "A key has "
                                + text.remaining()
                                + " bytes in UTF-8; at most "
                                + KEY_BYTES_MAX
                                + " can be kept.");
            }
            return ByteBuffer.allocate(1 + text.remaining()).put((byte) '=').put(text).array();
        } catch (CharacterCodingException halves) {
            throw new IllegalArgumentException("A key is not text in Unicode.", halves);
        }
    }

    /** The key of a field, which is not the header's. */
    static String key(byte[] field) {
        return new String(field, 1, field.length - 1, UTF_8);
    }

    static byte[] value(long position, byte[] avro) {
        return ByteBuffer.allocate(Long.BYTES + avro.length).putLong(position).put(avro).array();
    }

    static byte[] removed(long position) {
        return value(position, new byte[0]);
    }

    static long position(byte[] entry) {
        return ByteBuffer.wrap(checked(entry)).getLong();
    }

    static byte[] avro(byte[] entry) {
        return Arrays.copyOfRange(checked(entry), Long.BYTES, entry.length);
    }

    private static byte[] checked(byte[] entry) {
        if (entry.length < Long.BYTES) {
            throw new MalformedEventException("The value of a key does not begin with a position.");
        }
        return entry;
    }

    static byte[] decimal(int number) {
        return Integer.toString(number).getBytes(US_ASCII);
    }
}
