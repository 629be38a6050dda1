package dev.daybook.postgres;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
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
    record Column(String name, String sqlType, RecordComponent component) {}

    private final Class<R> type;
    private final List<Column> columns = new ArrayList<>();

    RecordColumns(Class<R> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            columns.add(new Column(snakeCase(component.getName()), sqlType(component), component));
        }
    }

    List<Column> columns() {
        return columns;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The value of one column, as an element of an array parameter. */
    @Nullable Object value(Column column, R row) {
        try {
            Object value = column.component.getAccessor().invoke(row);
            return value instanceof Enum<?> constant ? constant.name() : value;
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException("Cannot read " + column.component, unreadable);
        }
    }

    /** The record in the columns from {@code first} on. */
    R read(ResultSet row, int first) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        Class<?>[] parameters = new Class<?>[values.length];
        for (int i = 0; i < values.length; i++) {
            parameters[i] = columns.get(i).component.getType();
            values[i] = read(row, first + i, parameters[i]);
        }
        try {
            var constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException unmakable) {
            throw new IllegalStateException("Cannot make a " + type.getName(), unmakable);
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
