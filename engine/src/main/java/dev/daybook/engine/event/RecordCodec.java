package dev.daybook.engine.event;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns a Java record into Avro binary and back, by a schema derived from the record's components.
 *
 * <p>Components may be {@code long}, {@code int}, {@code boolean}, {@code String}, {@code byte[]},
 * {@link java.util.UUID} (fixed of 16), {@link java.time.LocalDate} (date), {@link
 * java.time.Instant} (timestamp-micros), enums (as strings, so that constants may be added),
 * records, lists and string-keyed maps of these; a component annotated {@link Nullable} becomes a
 * union with null, defaulting to null. Bytes written with the same schema are read directly; bytes
 * of an older or newer schema are resolved by Avro's own rules.
 *
 * <p>Encoding and decoding use method handles bound when the codec is made; there is no reflection
 * per value. Instances are immutable and safe for use by many threads.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Apache Avro specification,
 *     1.12</a>
 */
public final class RecordCodec<T> implements ValueCodec {

    private final Class<T> type;
    private final Schema schema;
    private final MethodHandle constructor;
    private final List<Field> fields;
    private final Map<Schema, GenericDatumReader<GenericRecord>> resolvers =
            new ConcurrentHashMap<>();
    private volatile @Nullable Schema equal;

    private record Field(String name, MethodHandle accessor, ValueCodec codec) {}

    RecordCodec(Class<T> type, ValueCodecs nested) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        List<Field> found = new ArrayList<>(components.length);
        List<Schema.Field> schemaFields = new ArrayList<>(components.length);
        Class<?>[] parameters = new Class<?>[components.length];
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                RecordComponent component = components[i];
                ValueCodec codec = nested.of(component);
                parameters[i] = component.getType();
                MethodHandle accessor = lookup.unreflect(component.getAccessor());
                found.add(
                        new Field(
                                component.getName(),
                                accessor.asType(MethodType.methodType(Object.class, Object.class)),
                                codec));
                schemaFields.add(
                        new Schema.Field(
                                component.getName(), codec.schema(), null, codec.defaultValue()));
            }
            this.constructor =
                    lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                            .asSpreader(Object[].class, parameters.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalArgumentException(
                    "Cannot read the record " + type.getName(), unreadable);
        }
        this.fields = List.copyOf(found);
        this.schema =
                Schema.createRecord(
                        type.getSimpleName(), null, type.getPackageName(), false, schemaFields);
    }

    /**
     * A codec for a record class.
     *
     * @throws IllegalArgumentException when a component has a type that cannot be written
     */
    public static <T> RecordCodec<T> of(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record.");
        }
        return new RecordCodec<>(type, new ValueCodecs());
    }

    /** The schema that {@link #encode} writes. */
    @Override
    public Schema schema() {
        return schema;
    }

    public Class<T> type() {
        return type;
    }

    public byte[] encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            write(value, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Reads bytes that were written by {@link #encode} of this same shape. */
    public T decode(byte[] bytes) {
        return decode(bytes, schema);
    }

    /**
     * Reads bytes that were written with another version of the schema.
     *
     * @throws MalformedEventException when the bytes do not follow the schema, or are followed by
     *     more
     */
    public T decode(byte[] bytes, Schema writer) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
        try {
            Object value =
                    isMine(writer)
                            ? read(decoder)
                            : fromGeneric(
                                    resolvers
                                            .computeIfAbsent(
                                                    writer,
                                                    w -> new GenericDatumReader<>(w, schema))
                                            .read(null, decoder));
            if (!decoder.isEnd()) {
                throw new MalformedEventException(
                        "More bytes than a " + type.getSimpleName() + " has.");
            }
            return type.cast(value);
        } catch (MalformedEventException malformed) {
            throw malformed;
        } catch (IOException | RuntimeException malformed) {
            // Garbage makes Avro throw all sorts of things: negative lengths, impossible unions,
            // dates beyond the calendar.
            throw new MalformedEventException(
                    "These bytes are not a " + type.getSimpleName() + ".", malformed);
        }
    }

    /** Remembers the last that was found equal: comparing schemas costs more than decoding. */
    @SuppressWarnings("ReferenceEquality") // that is the point
    private boolean isMine(Schema writer) {
        if (writer == schema || writer == equal) {
            return true;
        }
        if (writer.equals(schema)) {
            equal = writer;
            return true;
        }
        return false;
    }

    @Override
    public void write(@Nullable Object value, Encoder out) throws IOException {
        for (Field field : fields) {
            field.codec.write(get(field, value), out);
        }
    }

    @Override
    public Object read(Decoder in) throws IOException {
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).codec.read(in);
        }
        return construct(values);
    }

    @Override
    public Object fromGeneric(@Nullable Object generic) {
        if (!(generic instanceof GenericRecord avro)) {
            throw new MalformedEventException("Expected a record " + type.getSimpleName() + ".");
        }
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).codec.fromGeneric(avro.get(fields.get(i).name));
        }
        return construct(values);
    }

    private static @Nullable Object get(Field field, @Nullable Object value) {
        try {
            return field.accessor.invokeExact(value);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("Cannot read the component " + field.name, thrown);
        }
    }

    private Object construct(@Nullable Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (IllegalArgumentException | ArithmeticException | NullPointerException refused) {
            throw new MalformedEventException(
                    "A " + type.getSimpleName() + " cannot have these values.", refused);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("Cannot make a " + type.getName(), thrown);
        }
    }
}
