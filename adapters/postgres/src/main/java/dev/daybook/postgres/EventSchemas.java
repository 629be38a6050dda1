package dev.daybook.postgres;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.Topic;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The event contracts a book has been written with, by small numbers that stand for them in the
 * journal. They are kept in the book itself, so that it can be read without the program that wrote
 * it.
 */
final class EventSchemas {

    private static final long REGISTRATION_LOCK = 0x7363_6865_6D61L;

    /** One contract. */
    record Entry(short id, Topic topic, String type, int version) {}

    private final PostgresSettings settings;
    private final String schema;
    private final EventCatalog<?> catalog;
    private volatile Map<Short, Entry> byId = Map.of();
    private volatile Map<String, Short> byType = Map.of();

    EventSchemas(EventCatalog<?> catalog, PostgresSettings settings, String schema) {
        this.catalog = catalog;
        this.settings = settings;
        this.schema = schema;
        try (Connection connection = settings.connect(schema)) {
            connection.setAutoCommit(false);
            Sql.execute(connection, "select pg_advisory_xact_lock(" + REGISTRATION_LOCK + ")");
            read(connection);
            register(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw Sql.failed("register the event contracts", failure);
        }
    }

    /** The number of a contract. */
    short id(String type, int version) {
        Short id = byType.get(type + "/" + version);
        if (id == null) {
            throw new IllegalStateException(
                    type
                            + " version "
                            + version
                            + " is not frozen. Run `./daybook schema freeze` and build again.");
        }
        return id;
    }

    /** The contract of a number; it may have been registered by another node since. */
    Entry entry(short id) throws SQLException {
        Entry entry = byId.get(id);
        if (entry == null) {
            try (Connection connection = settings.connect(schema)) {
                read(connection);
            }
            entry = byId.get(id);
        }
        if (entry == null) {
            throw new SQLException(
                    "The journal names the event contract " + id + ", which is not registered.");
        }
        return entry;
    }

    private void read(Connection connection) throws SQLException {
        Map<Short, Entry> ids = new HashMap<>();
        Map<String, Short> types = new HashMap<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "select id, topic, type, version from event_schema");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Entry entry =
                        new Entry(
                                rows.getShort(1),
                                catalog.topic(rows.getString(2)),
                                rows.getString(3),
                                rows.getInt(4));
                ids.put(entry.id, entry);
                types.put(entry.type + "/" + entry.version, entry.id);
            }
        }
        byId = Map.copyOf(ids);
        byType = Map.copyOf(types);
    }

    private void register(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into event_schema (id, topic, type, version, avro) select"
                                + " coalesce(max(id), 0) + 1, ?, ?, ?, ? from event_schema")) {
            for (EventType<?> type : catalog.types()) {
                for (int version = 1; version <= type.version(); version++) {
                    @Nullable Schema avro = type.schema(version);
                    if (avro != null && !byType.containsKey(type.name() + "/" + version)) {
                        insert.setString(1, type.topic().name());
                        insert.setString(2, type.name());
                        insert.setInt(3, version);
                        insert.setString(4, avro.toString());
                        insert.executeUpdate();
                    }
                }
            }
        }
        read(connection);
    }
}
