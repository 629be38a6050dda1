package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A row that came by the stream, with its values by the names of columns. */
final class StreamedRow {

    /** Where the values of a table's rows are. */
    static final class Columns {

        private final String table;
        private final Map<String, Integer> places = new HashMap<>();

        /**
         * @throws MalformedStreamException when one is missing that is needed
         */
        Columns(Pgoutput.Relation relation, List<String> needed) {
            this.table = relation.name();
            for (int i = 0; i < relation.columns().size(); i++) {
                places.put(relation.columns().get(i), i);
            }
            for (String column : needed) {
                if (!places.containsKey(column)) {
                    throw new MalformedStreamException(
                            "The publication leaves out the column "
                                    + column
                                    + " of "
                                    + table
                                    + ". Drop it, and it is made again.");
                }
            }
        }

        StreamedRow row(Pgoutput.Insert insert) {
            if (insert.values().size() != places.size()) {
                throw malformed("row");
            }
            return new StreamedRow(this, insert.values());
        }

        private MalformedStreamException malformed(String what) {
            return new MalformedStreamException("A " + what + " of " + table + " is malformed.");
        }
    }

    private final Columns columns;
    private final List<byte @Nullable []> values;

    private StreamedRow(Columns columns, List<byte @Nullable []> values) {
        this.columns = columns;
        this.values = values;
    }

    byte @Nullable [] bytesOrNull(String column) {
        Integer place = columns.places.get(column);
        return place == null ? null : values.get(place);
    }

    byte[] bytes(String column) {
        byte[] value = bytesOrNull(column);
        if (value == null) {
            throw columns.malformed(column);
        }
        return value;
    }

    @Nullable String textOrNull(String column) {
        byte[] value = bytesOrNull(column);
        try {
            return value == null
                    ? null
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException noText) {
            throw columns.malformed(column);
        }
    }

    String text(String column) {
        String text = textOrNull(column);
        if (text == null) {
            throw columns.malformed(column);
        }
        return text;
    }

    long bigint(String column) {
        return fixed(column, bytes(column), Long.BYTES).getLong();
    }

    short smallint(String column) {
        return fixed(column, bytes(column), Short.BYTES).getShort();
    }

    UUID uuid(String column) {
        ByteBuffer value = fixed(column, bytes(column), 2 * Long.BYTES);
        return new UUID(value.getLong(), value.getLong());
    }

    Instant instant(String column) {
        return BinaryCopy.EPOCH.plus(bigint(column), ChronoUnit.MICROS);
    }

    @Nullable LocalDate dateOrNull(String column) {
        byte[] value = bytesOrNull(column);
        return value == null
                ? null
                : BinaryCopy.EPOCH_DAY.plusDays(fixed(column, value, Integer.BYTES).getInt());
    }

    private ByteBuffer fixed(String column, byte[] value, int length) {
        if (value.length != length) {
            throw columns.malformed(column);
        }
        return ByteBuffer.wrap(value);
    }
}
