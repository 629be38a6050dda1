package dev.daybook.engine.event;

import static java.util.Objects.requireNonNull;

import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Chooses the codec for the component of a record. One instance serves one root record, so that
 * named types are defined once.
 */
final class ValueCodecs {

    /** A list or map longer than this is taken for garbage rather than allocated. */
    private static final int ITEMS_MAX = 100_000;

    private static final Schema UUID_SCHEMA =
            LogicalTypes.uuid().addToSchema(Schema.createFixed("Uuid", null, "dev.daybook", 16));

    private final Map<Class<?>, RecordCodec<?>> records = new HashMap<>();

    ValueCodec of(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        ValueCodec codec = of(type.getType(), type, component.toString());
        return type.isAnnotationPresent(Nullable.class) ? new OrNull(codec) : codec;
    }

    private ValueCodec of(Type type, AnnotatedType annotated, String where) {
        if (type instanceof Class<?> plain) {
            return of(plain, where);
        }
        if (type instanceof ParameterizedType generic
                && annotated instanceof AnnotatedParameterizedType arguments) {
            AnnotatedType[] inner = arguments.getAnnotatedActualTypeArguments();
            if (generic.getRawType() == List.class) {
                ValueCodec item = of(inner[0].getType(), inner[0], where);
                if (takesNoBytes(item.schema())) {
                    throw new IllegalArgumentException(
                            "The items of "
                                    + where
                                    + " take no bytes, so that any number of them would be"
                                    + " believed.");
                }
                return new ListOf(item);
            }
            if (generic.getRawType() == Map.class && inner[0].getType() == String.class) {
                return new MapOf(of(inner[1].getType(), inner[1], where));
            }
        }
        throw new IllegalArgumentException("No Avro type is known for " + type + " of " + where);
    }

    private static boolean takesNoBytes(Schema schema) {
        return schema.getType() == Schema.Type.RECORD
                && schema.getFields().stream().allMatch(field -> takesNoBytes(field.schema()));
    }

    private ValueCodec of(Class<?> type, String where) {
        if (type.isRecord()) {
            RecordCodec<?> known = records.get(type);
            if (known == null) {
                known = new RecordCodec<>(type, this);
                records.put(type, known);
            }
            return known;
        }
        if (type.isEnum()) {
            return new EnumName(type);
        }
        return switch (type.getName()) {
            case "long", "java.lang.Long" -> Scalar.LONG;
            case "int", "java.lang.Integer" -> Scalar.INT;
            case "boolean", "java.lang.Boolean" -> Scalar.BOOLEAN;
            case "java.lang.String" -> Scalar.STRING;
            case "[B" -> Scalar.BYTES;
            case "java.util.UUID" -> Scalar.UUID;
            case "java.time.LocalDate" -> Scalar.DATE;
            case "java.time.Instant" -> Scalar.INSTANT;
            default ->
                    throw new IllegalArgumentException(
                            "No Avro type is known for " + type + " of " + where);
        };
    }

    private enum Scalar implements ValueCodec {
        LONG(Schema.create(Schema.Type.LONG)),
        INT(Schema.create(Schema.Type.INT)),
        BOOLEAN(Schema.create(Schema.Type.BOOLEAN)),
        STRING(Schema.create(Schema.Type.STRING)),
        BYTES(Schema.create(Schema.Type.BYTES)),
        UUID(UUID_SCHEMA),
        DATE(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT))),
        INSTANT(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)));

        private final transient Schema schema;

        Scalar(Schema schema) {
            this.schema = schema;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public void write(@Nullable Object value, Encoder out) throws IOException {
            requireNonNull(value, "A component that is not @Nullable was null.");
            switch (this) {
                case LONG -> out.writeLong((Long) value);
                case INT -> out.writeInt((Integer) value);
                case BOOLEAN -> out.writeBoolean((Boolean) value);
                case STRING -> out.writeString((String) value);
                case BYTES -> out.writeBytes((byte[]) value);
                case UUID -> out.writeFixed(bytes((UUID) value));
                case DATE -> out.writeInt(Math.toIntExact(((LocalDate) value).toEpochDay()));
                case INSTANT ->
                        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
            }
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return switch (this) {
                case LONG -> in.readLong();
                case INT -> in.readInt();
                case BOOLEAN -> in.readBoolean();
                case STRING -> in.readString();
                case BYTES -> array(in.readBytes(null));
                case UUID -> {
                    byte[] sixteen = new byte[16];
                    in.readFixed(sixteen);
                    yield uuid(sixteen);
                }
                case DATE -> LocalDate.ofEpochDay(in.readInt());
                case INSTANT -> Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
            };
        }

        @Override
        public Object fromGeneric(@Nullable Object generic) {
            if (generic == null) {
                throw new MalformedEventException("A value that is never null was null.");
            }
            return switch (this) {
                case LONG, INT, BOOLEAN -> generic;
                case STRING -> generic.toString();
                case BYTES -> array((ByteBuffer) generic);
                case UUID -> uuid(((GenericFixed) generic).bytes());
                case DATE -> LocalDate.ofEpochDay((Integer) generic);
                case INSTANT -> Instant.EPOCH.plus((Long) generic, ChronoUnit.MICROS);
            };
        }

        private static byte[] array(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }

        private static byte[] bytes(UUID uuid) {
            return ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }

        private static UUID uuid(byte[] sixteen) {
            ByteBuffer buffer = ByteBuffer.wrap(sixteen);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
    }

    private record EnumName(Class<?> type) implements ValueCodec {

        @Override
        public Schema schema() {
            return Scalar.STRING.schema();
        }

        @Override
        public void write(@Nullable Object value, Encoder out) throws IOException {
            out.writeString(((Enum<?>) requireNonNull(value)).name());
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return constant(in.readString());
        }

        @Override
        public Object fromGeneric(@Nullable Object generic) {
            return constant(String.valueOf(generic));
        }

        private Object constant(String name) {
            for (Object constant : requireNonNull(type.getEnumConstants())) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            throw new MalformedEventException(
                    "'" + name + "' is not a " + type.getSimpleName() + ".");
        }
    }

    private record OrNull(ValueCodec codec) implements ValueCodec {

        @Override
        public Schema schema() {
            return Schema.createUnion(Schema.create(Schema.Type.NULL), codec.schema());
        }

        @Override
        public void write(@Nullable Object value, Encoder out) throws IOException {
            if (value == null) {
                out.writeIndex(0);
                out.writeNull();
            } else {
                out.writeIndex(1);
                codec.write(value, out);
            }
        }

        @Override
        public @Nullable Object read(Decoder in) throws IOException {
            if (in.readIndex() == 0) {
                in.readNull();
                return null;
            }
            return codec.read(in);
        }

        @Override
        public @Nullable Object fromGeneric(@Nullable Object generic) {
            return generic == null ? null : codec.fromGeneric(generic);
        }

        @Override
        public Object defaultValue() {
            return JsonProperties.NULL_VALUE;
        }
    }

    private record ListOf(ValueCodec item) implements ValueCodec {

        @Override
        public Schema schema() {
            return Schema.createArray(item.schema());
        }

        @Override
        public void write(@Nullable Object value, Encoder out) throws IOException {
            List<?> list = (List<?>) requireNonNull(value);
            out.writeArrayStart();
            out.setItemCount(list.size());
            for (Object each : list) {
                out.startItem();
                item.write(each, out);
            }
            out.writeArrayEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            List<Object> list = new ArrayList<>();
            for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
                checkCount(list.size() + block);
                for (long i = 0; i < block; i++) {
                    list.add(requireNonNull(item.read(in)));
                }
            }
            return List.copyOf(list);
        }

        @Override
        public Object fromGeneric(@Nullable Object generic) {
            return ((Collection<?>) requireNonNull(generic))
                    .stream().map(each -> requireNonNull(item.fromGeneric(each))).toList();
        }

        @Override
        public Object defaultValue() {
            return List.of();
        }
    }

    private record MapOf(ValueCodec item) implements ValueCodec {

        @Override
        public Schema schema() {
            return Schema.createMap(item.schema());
        }

        @Override
        public void write(@Nullable Object value, Encoder out) throws IOException {
            Map<?, ?> map = (Map<?, ?>) requireNonNull(value);
            out.writeMapStart();
            out.setItemCount(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.startItem();
                out.writeString((String) entry.getKey());
                item.write(entry.getValue(), out);
            }
            out.writeMapEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            for (long block = in.readMapStart(); block > 0; block = in.mapNext()) {
                checkCount(map.size() + block);
                for (long i = 0; i < block; i++) {
                    map.put(in.readString(), requireNonNull(item.read(in)));
                }
            }
            return map;
        }

        @Override
        public Object fromGeneric(@Nullable Object generic) {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) requireNonNull(generic))
                    .forEach((key, value) ->
                            map.put(key.toString(), requireNonNull(item.fromGeneric(value))));
            return map;
        }

        @Override
        public Object defaultValue() {
            return Map.of();
        }
    }

    private static void checkCount(long count) {
        if (count > ITEMS_MAX) {
            throw new MalformedEventException(
                    count + " items in one list; at most " + ITEMS_MAX + " are believed.");
        }
    }
}
