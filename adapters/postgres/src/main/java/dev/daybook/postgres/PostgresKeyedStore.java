package dev.daybook.postgres;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.view.KeyedValues;
import dev.daybook.engine.view.ViewStore;

import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

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
import java.util.Set;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

/** A keyed view in a table of keys and Avro values. */
public final class PostgresKeyedStore<V> implements ViewStore<String, V>, KeyedValues<V> {

    private static final int SCAN_ROWS = 1_000;

    private final DataSource pool;
    private final String id;
    private final RecordCodec<V> codec;
    private final String upsert;
    private final String delete;
    private Progress progress = Progress.nowhere(); // of the writing thread

    PostgresKeyedStore(DataSource pool, String id, Class<V> valueType) {
        this.pool = pool;
        this.id = id;
        this.codec = RecordCodec.of(valueType);
        this.upsert =
                "insert into "
                        + id
                        + " (key, value) select * from unnest(?::text[], ?::bytea[]) where"
                        + ViewWrite.IF_MOVED
                        + " on conflict (key) do update set value = excluded.value";
        this.delete = "delete from " + id + " where key = any (?) and" + ViewWrite.IF_MOVED;
    }

    @Override
    public Progress open(Set<Integer> lanes) {
        progress =
                Sql.transaction(
                        pool,
                        "open the view " + id,
                        connection -> {
                            long shape = SchemaNormalization.parsingFingerprint64(codec.schema());
                            Progress found = Watermarks.open(connection, id, id, shape, lanes);
                            Sql.execute(
                                    connection,
                                    "create table if not exists "
                                            + id
                                            + " (key text collate \"C\" primary key, value bytea"
                                            + " not null) with (fillfactor = 70)");
                            return found;
                        });
        return progress;
    }

    @Override
    public Map<String, Stored<V>> load(Collection<String> keys) {
        Map<String, Stored<V>> stored = new HashMap<>();
        read(keys).forEach((key, value) -> stored.put(key, new Stored<>(value, 0)));
        return stored;
    }

    @Override
    public Map<String, V> read(Collection<String> keys) {
        return Sql.query(
                pool,
                "read the view " + id,
                connection -> {
                    Map<String, V> values = new HashMap<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select key, value from " + id + " where key = any (?)")) {
                        query.setArray(
                                1, connection.createArrayOf("text", keys.toArray(String[]::new)));
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                values.put(rows.getString(1), codec.decode(rows.getBytes(2)));
                            }
                        }
                    }
                    return values;
                });
    }

    @Override
    public void save(List<Write<String, V>> writes, Progress progress) {
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
    public void repair(List<Write<String, V>> writes, List<Long> released) {
        write(writes, Progress.nowhere(), released);
    }

    private void write(List<Write<String, V>> writes, Progress after, List<Long> released) {
        Map<String, @Nullable V> last = new LinkedHashMap<>();
        writes.forEach(write -> last.put(write.key(), write.value()));
        List<String> removed = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        last.forEach((key, value) -> {
            if (value == null) {
                removed.add(key);
            } else {
                keys.add(key);
                values.add(codec.encode(value));
            }
        });
        ViewWrite write = new ViewWrite(id, progress, after);
        if (!keys.isEmpty()) {
            write.with(
                    upsert,
                    parameters -> {
                        parameters.array("text", keys.toArray(String[]::new));
                        parameters.array("bytea", values.toArray(byte[][]::new));
                    });
        }
        if (!removed.isEmpty()) {
            write.with(
                    delete, parameters -> parameters.array("text", removed.toArray(String[]::new)));
        }
        write.run(pool, released);
        progress = progress.and(after);
    }

    @Override
    public Duration pace(boolean changed) {
        return changed ? PostgresViews.PACE : Duration.ZERO;
    }

    @Override
    public void scan(BiConsumer<String, V> each) {
        Sql.transaction(
                pool,
                "scan the view " + id,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.setFetchSize(SCAN_ROWS);
                        try (ResultSet rows =
                                statement.executeQuery("select key, value from " + id)) {
                            while (rows.next()) {
                                each.accept(rows.getString(1), codec.decode(rows.getBytes(2)));
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
