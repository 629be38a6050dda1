package dev.daybook.kafka;

import dev.daybook.engine.event.MalformedEventException;

import java.nio.ByteBuffer;

/**
 * The value of a record: a zero byte, the number of the schema in four bytes, big-endian, and the
 * event in Avro binary.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Confluent's
 *     wire format</a>
 */
final class WireFormat {

    static final int PREFIX_BYTES = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    static byte[] of(int schemaId, byte[] payload) {
        return ByteBuffer.allocate(PREFIX_BYTES + payload.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(payload)
                .array();
    }

    static byte[] payload(byte[] value) {
        if (value.length < PREFIX_BYTES || value[0] != MAGIC) {
            throw new MalformedEventException(
                    "A value of " + value.length + " bytes is not in the wire format.");
        }
        byte[] payload = new byte[value.length - PREFIX_BYTES];
        System.arraycopy(value, PREFIX_BYTES, payload, 0, payload.length);
        return payload;
    }
}
