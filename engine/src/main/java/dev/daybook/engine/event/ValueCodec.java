package dev.daybook.engine.event;

import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Writes and reads one value of one Avro schema. */
interface ValueCodec {

    Schema schema();

    void write(@Nullable Object value, Encoder out) throws IOException;

    @Nullable Object read(Decoder in) throws IOException;

    /** Converts what Avro's generic reader made of a value of another schema version. */
    @Nullable Object fromGeneric(@Nullable Object generic);

    /** The default of a field of this type in Avro's JSON terms, or null when it has none. */
    default @Nullable Object defaultValue() {
        return null;
    }
}
