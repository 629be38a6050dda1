package dev.daybook.postgres;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.view.ViewStore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final String select;
    private final String upsert;
    private final String delete;
    private Progress progress = Progress.nowhere(); // of the writing thread

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
        this.select = select();
        this.upsert = upsert();
        this.delete =
                "delete from "
                        + id
                        + " t using "
                        + unnestKeys()
                        + " where "
                        + join()
                        + " and"
                        + ViewWrite.IF_MOVED;
    }

    private String select() {
        String columns =
                Stream.concat(key.names().stream(), value.names().stream())
                        .map(name -> "t." + name)
                        .collect(Collectors.joining(", "));
        String from = "select " + columns + " from " + unnestKeys();
        return history
                ? from
                        + " cross join lateral (select * from "
                        + id
                        + " t where "
                        + join()
                        + " order by position desc limit 1) t"
                : from + " join " + id + " t on " + join();
    }

    private String upsert() {
        String set =
                value.names().stream()
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
        return "insert into "
                + id
                + " ("
                + allNames
                + (history ? ", position" : "")
                + ") select * from unnest("
                + parameters(key.columns())
                + ", "
                + parameters(value.columns())
                + (history ? ", ?::bigint[]" : "")
                + ") where"
                + ViewWrite.IF_MOVED
                + " on conflict ("
                + keyNames
                + (history ? ", position" : "")
                + ") do update set "
                + set;
    }

    private String unnestKeys() {
        return "unnest(" + parameters(key.columns()) + ") as w (" + keyNames + ")";
    }

    private String join() {
        return key.names().stream()
                .map(name -> "t." + name + " = w." + name)
                .collect(Collectors.joining(" and "));
    }

    @Override
    public Progress open(Set<Integer> lanes) {
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
        progress =
                Sql.transaction(
                        pool,
                        "open the view " + id,
                        connection -> {
                            Progress found =
                                    Watermarks.open(connection, id, id, table.hashCode(), lanes);
                            Sql.execute(connection, table);
                            return found;
                        });
        return progress;
    }

    private static String definition(RecordColumns.Column column, boolean isKey) {
        String collation = column.sqlType().equals("text") ? " collate \"C\"" : "";
        return column.name() + " " + column.sqlType() + collation + (isKey ? " not null" : "");
    }

    @Override
    public Map<K, Stored<V>> load(Collection<K> keys) {
        return Sql.query(
                pool,
                "read the view " + id,
                connection -> {
                    Map<K, Stored<V>> found = new HashMap<>();
                    try (PreparedStatement query = connection.prepareStatement(select)) {
                        List<K> wanted = List.copyOf(keys);
                        int parameter = 1;
                        for (RecordColumns.Column column : key.columns()) {
                            query.setArray(
                                    parameter++,
                                    connection.createArrayOf(
                                            column.sqlType(), key.values(column, wanted)));
                        }
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                found.put(
                                        key.read(rows, 1),
                                        new Stored<>(
                                                value.read(rows, key.columns().size() + 1), 0));
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

    @Override
    public void save(List<Write<K, V>> writes, Progress progress) {
        write(writes, progress, List.of());
    }

    @Override
    public Progress progress() {
        return Sql.query(
                pool,
                "read how far the view " + id + " is",
                connection -> Watermarks.read(connection, id));
    }

    @Override
    public void repair(List<Write<K, V>> writes, List<Long> released) {
        write(writes, Progress.nowhere(), released);
    }

    private void write(List<Write<K, V>> writes, Progress after, List<Long> released) {
        Map<Object, Write<K, V>> last = new LinkedHashMap<>();
        for (Write<K, V> write : writes) {
            if (history && write.value() == null) {
                throw new IllegalArgumentException(
                        "Rows of the view " + id + " keep their history and are never removed.");
            }
            last.put(history ? List.of(write.key(), write.position()) : write.key(), write);
        }
        List<Write<K, V>> put = new ArrayList<>(last.size());
        List<K> removed = new ArrayList<>();
        for (Write<K, V> write : last.values()) {
            if (write.value() == null) {
                removed.add(write.key());
            } else {
                put.add(write);
            }
        }
        ViewWrite write = new ViewWrite(id, progress, after);
        if (!put.isEmpty()) {
            write.with(upsert, parameters -> upsert(parameters, put));
        }
        if (!removed.isEmpty()) {
            write.with(delete, parameters -> arrays(parameters, key, removed));
        }
        write.run(pool, released);
        progress = progress.and(after);
    }

    private void upsert(ViewWrite parameters, List<Write<K, V>> put) {
        List<K> keys = new ArrayList<>(put.size());
        List<V> values = new ArrayList<>(put.size());
        for (Write<K, V> write : put) {
            keys.add(write.key());
            values.add(Objects.requireNonNull(write.value()));
        }
        arrays(parameters, key, keys);
        arrays(parameters, value, values);
        if (history) {
            parameters.array("bigint", put.stream().map(Write::position).toArray(Long[]::new));
        }
    }

    private static <R> void arrays(ViewWrite parameters, RecordColumns<R> columns, List<R> rows) {
        for (RecordColumns.Column column : columns.columns()) {
            parameters.array(column.sqlType(), columns.values(column, rows));
        }
    }

    @Override
    public Duration pace(boolean changed) {
        return changed ? PostgresViews.PACE : Duration.ZERO;
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
