package dev.daybook.postgres;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The components of a record as columns of a table: names in snake case, types by the obvious
 * counterpart.
 */
final class RecordColumns<R> {

    /** One column. */
    record Column(String name, String sqlType, Class<?> type, MethodHandle accessor) {}

    private final List<Column> columns = new ArrayList<>();
    private final MethodHandle constructor;

    RecordColumns(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                parameters[i] = components[i].getType();
                columns.add(
                        new Column(
                                snakeCase(components[i].getName()),
                                sqlType(components[i]),
                                parameters[i],
                                lookup.unreflect(components[i].getAccessor())
                                        .asType(
                                                MethodType.methodType(
                                                        Object.class, Object.class))));
            }
            constructor =
                    lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                            .asSpreader(Object[].class, parameters.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalArgumentException(
                    "Cannot read the record " + type.getName(), unreadable);
        }
    }

    List<Column> columns() {
        return columns;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * The values of one column, as the elements of an array parameter; in an array of their own
     * type where the driver then sends them in binary.
     */
    @Nullable Object[] values(Column column, List<R> rows) {
        @Nullable Object[] values =
                switch (column.sqlType) {
                    case "text" -> new String[rows.size()];
                    case "bigint" -> new Long[rows.size()];
                    case "integer" -> new Integer[rows.size()];
                    default -> new Object[rows.size()];
                };
        for (int i = 0; i < values.length; i++) {
            Object value = value(column, rows.get(i));
            values[i] = value instanceof Enum<?> constant ? constant.name() : value;
        }
        return values;
    }

    private static @Nullable Object value(Column column, Object row) {
        try {
            return column.accessor.invokeExact(row);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("Cannot read the column " + column.name, thrown);
        }
    }

    /** The record in the columns from {@code first} on. */
    @SuppressWarnings("unchecked") // the constructor is that of R
    R read(ResultSet row, int first) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(row, first + i, columns.get(i).type);
        }
        try {
            return (R) constructor.invokeExact(values);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("Cannot make a row of " + names(), thrown);
        }
    }

    private static @Nullable Object read(ResultSet row, int index, Class<?> type)
            throws SQLException {
        if (type == Instant.class) {
            OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
        if (type.isEnum()) {
            String name = row.getString(index);
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        return switch (type.getName()) {
            case "long" -> row.getLong(index);
            case "int" -> row.getInt(index);
            case "boolean" -> row.getBoolean(index);
            default -> row.getObject(index, type);
        };
    }

    private static String sqlType(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class || type.isEnum()) {
            return "text";
        } else if (type == long.class || type == Long.class) {
            return "bigint";
        } else if (type == int.class || type == Integer.class) {
            return "integer";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        } else if (type == LocalDate.class) {
            return "date";
        } else if (type == Instant.class) {
            return "timestamptz";
        } else if (type == UUID.class) {
            return "uuid";
        }
        throw new IllegalArgumentException("No column type is known for " + component);
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
