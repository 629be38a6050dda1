package dev.daybook.postgres;

import dev.daybook.engine.view.ViewStore;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

/**
 * A table view: key components are the primary key, value components the other columns. With
 * history, each version of a row is kept with the position from which it holds, and the newest is
 * the current one.
 */
final class PostgresTableStore<K extends Record, V extends Record> implements ViewStore<K, V> {

    private static final int SCAN_ROWS = 1_000;

    private final DataSource pool;
    private final String id;
    private final RecordColumns<K> key;
    private final RecordColumns<V> value;
    private final boolean history;
    private final String keyNames;
    private final String allNames;

    PostgresTableStore(
            DataSource pool, String id, Class<K> keyType, Class<V> valueType, boolean history) {
        this.pool = pool;
        this.id = id;
        this.key = new RecordColumns<>(keyType);
        this.value = new RecordColumns<>(valueType);
        this.history = history;
        this.keyNames = String.join(", ", key.names());
        this.allNames =
                Stream.concat(key.names().stream(), value.names().stream())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public long open() {
        String columns =
                Stream.concat(
                                key.columns().stream().map(column -> definition(column, true)),
                                value.columns().stream().map(column -> definition(column, false)))
                        .collect(Collectors.joining(", "));
        String table =
                "create table if not exists "
                        + id
                        + " ("
                        + columns
                        + (history
                                ? ", position bigint not null, primary key ("
                                        + keyNames
                                        + ", position))"
                                : ", primary key (" + keyNames + "))");
        return Sql.transaction(
                pool,
                "open the view " + id,
                connection -> {
                    long position = Watermarks.open(connection, id, id, table.hashCode());
                    Sql.execute(connection, table);
                    return position;
                });
    }

    private static String definition(RecordColumns.Column column, boolean isKey) {
        String collation = column.sqlType().equals("text") ? " collate \"C\"" : "";
        return column.name() + " " + column.sqlType() + collation + (isKey ? " not null" : "");
    }

    @Override
    public Map<K, V> load(Collection<K> keys) {
        String join =
                key.names().stream()
                        .map(name -> "t." + name + " = w." + name)
                        .collect(Collectors.joining(" and "));
        String columns =
                Stream.concat(key.names().stream(), value.names().stream())
                        .map(name -> "t." + name)
                        .collect(Collectors.joining(", "));
        String wanted = "unnest(" + parameters(key.columns()) + ") as w (" + keyNames + ")";
        String sql =
                history
                        ? "select "
                                + columns
                                + " from "
                                + wanted
                                + " cross join lateral (select * from "
                                + id
                                + " t where "
                                + join
                                + " order by position desc limit 1) t"
                        : "select " + columns + " from " + wanted + " join " + id + " t on " + join;
        return Sql.query(
                pool,
                "read the view " + id,
                connection -> {
                    Map<K, V> found = new HashMap<>();
                    try (PreparedStatement query = connection.prepareStatement(sql)) {
                        setArrays(connection, query, 1, key, List.copyOf(keys));
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                found.put(
                                        key.read(rows, 1),
                                        value.read(rows, key.columns().size() + 1));
                            }
                        }
                    }
                    return found;
                });
    }

    private static String parameters(List<RecordColumns.Column> columns) {
        return columns.stream()
                .map(column -> "?::" + column.sqlType() + "[]")
                .collect(Collectors.joining(", "));
    }

    private static <R> int setArrays(
            Connection connection,
            PreparedStatement statement,
            int first,
            RecordColumns<R> columns,
            List<R> rows)
            throws SQLException {
        int parameter = first;
        for (RecordColumns.Column column : columns.columns()) {
            @Nullable Object[] values = new Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.value(column, rows.get(i));
            }
            Array array = connection.createArrayOf(column.sqlType(), values);
            statement.setArray(parameter++, array);
        }
        return parameter;
    }

    @Override
    public void save(List<Write<K, V>> writes, long position) {
        repair(writes, position, List.of());
    }

    @Override
    public void repair(List<Write<K, V>> writes, long position, List<Long> released) {
        Map<Object, Write<K, V>> last = new LinkedHashMap<>();
        for (Write<K, V> write : writes) {
            if (history && write.value() == null) {
                throw new IllegalArgumentException(
                        "Rows of the view " + id + " keep their history and are never removed.");
            }
            last.put(history ? List.of(write.key(), write.position()) : write.key(), write);
        }
        Sql.transaction(
                pool,
                "write the view " + id,
                connection -> {
                    PostgresViews.relaxDurability(connection);
                    upsert(
                            connection,
                            last.values().stream().filter(write -> write.value() != null).toList());
                    delete(
                            connection,
                            last.values().stream()
                                    .filter(write -> write.value() == null)
                                    .map(Write::key)
                                    .toList());
                    Watermarks.advance(connection, id, position);
                    PostgresViewLedger.release(connection, id, released);
                    return true;
                });
    }

    private void upsert(Connection connection, List<Write<K, V>> writes) throws SQLException {
        if (writes.isEmpty()) {
            return;
        }
        List<K> keys = new ArrayList<>(writes.size());
        List<V> values = new ArrayList<>(writes.size());
        for (Write<K, V> write : writes) {
            V row = write.value();
            if (row != null) {
                keys.add(write.key());
                values.add(row);
            }
        }
        String set =
                value.names().stream()
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
        String sql =
                "insert into "
                        + id
                        + " ("
                        + allNames
                        + (history ? ", position" : "")
                        + ") select * from unnest("
                        + parameters(key.columns())
                        + ", "
                        + parameters(value.columns())
                        + (history ? ", ?::bigint[]" : "")
                        + ") on conflict ("
                        + keyNames
                        + (history ? ", position" : "")
                        + ") do update set "
                        + set;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = setArrays(connection, statement, 1, key, keys);
            next = setArrays(connection, statement, next, value, values);
            if (history) {
                Object[] positions = writes.stream().map(Write::position).toArray();
                statement.setArray(next, connection.createArrayOf("bigint", positions));
            }
            statement.executeUpdate();
        }
    }

    private void delete(Connection connection, List<K> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        String join =
                key.names().stream()
                        .map(name -> "t." + name + " = w." + name)
                        .collect(Collectors.joining(" and "));
        String sql =
                "delete from "
                        + id
                        + " t using unnest("
                        + parameters(key.columns())
                        + ") as w ("
                        + keyNames
                        + ") where "
                        + join;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setArrays(connection, statement, 1, key, keys);
            statement.executeUpdate();
        }
    }

    @Override
    public void scan(BiConsumer<K, V> each) {
        String sql =
                history
                        ? "select distinct on ("
                                + keyNames
                                + ") "
                                + allNames
                                + " from "
                                + id
                                + " order by "
                                + keyNames
                                + ", position desc"
                        : "select " + allNames + " from " + id;
        Sql.transaction(
                pool,
                "scan the view " + id,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.setFetchSize(SCAN_ROWS);
                        try (ResultSet rows = statement.executeQuery(sql)) {
                            while (rows.next()) {
                                each.accept(
                                        key.read(rows, 1),
                                        value.read(rows, key.columns().size() + 1));
                            }
                        }
                    }
                    return true;
                });
    }

    @Override
    public void drop() {
        Sql.transaction(
                pool,
                "drop the view " + id,
                connection -> {
                    Watermarks.drop(connection, id, id);
                    return true;
                });
    }

    /** The pool is shared by all views, and closed with them. */
    @Override
    public void close() {}
}
