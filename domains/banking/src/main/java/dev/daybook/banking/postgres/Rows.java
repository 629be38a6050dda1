package dev.daybook.banking.postgres;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that go to the database as one array a column, so that any number of them is one statement:
 * {@code … from unnest(?, ?, …)}.
 */
final class Rows {

    private final Column[] columns;
    private final List<List<@Nullable Object>> values = new ArrayList<>();

    /**
     * The element types that are used here. The driver sends arrays of the first three as binary.
     */
    enum Column {
        TEXT("text", String.class),
        BIGINT("bigint", Long.class),
        BOOLEAN("boolean", Boolean.class),
        UUID("uuid", java.util.UUID.class),
        INSTANT("timestamptz", java.time.Instant.class);

        private final String sqlType;
        private final Class<?> type;

        Column(String sqlType, Class<?> type) {
            this.sqlType = sqlType;
            this.type = type;
        }
    }

    Rows(Column... columns) {
        this.columns = columns.clone();
        for (int i = 0; i < columns.length; i++) {
            values.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... row) {
        for (int i = 0; i < row.length; i++) {
            values.get(i).add(row[i]);
        }
    }

    boolean isEmpty() {
        return values.getFirst().isEmpty();
    }

    /** Runs a statement that has one parameter for each column, in order; none when empty. */
    void execute(Connection connection, String sql) throws SQLException {
        if (isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                statement.setArray(i + 1, array(connection, columns[i], values.get(i)));
            }
            statement.executeUpdate();
        }
    }

    static java.sql.Array array(
            Connection connection, Column column, List<? extends @Nullable Object> values)
            throws SQLException {
        Object[] typed = (Object[]) Array.newInstance(column.type, values.size());
        return connection.createArrayOf(column.sqlType, values.toArray(typed));
    }
}
