package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Turns events and the head into rows and back. */
final class EventRows {

    /** The columns of an event with its provenance; the journal is {@code j}. */
    private static final String SELECT =
            """
            select j.position, j.kind, j.entity, j.version, j.schema, j.lane, j.previous, j.payload, j.recorded_at,
                   j.value_date, j.command, j.hash, c.actor, c.on_behalf_of, c.channel, c.reason, c.correlation,
                   c.causation, c.trace
            from journal j left join command c on c.id = j.command
            """;

    private static final String COLUMNS =
            "journal (position, kind, entity, version, schema, lane, previous, recorded_at,"
                    + " value_date, command, payload, hash)";

    private static final String AFTER =
            SELECT + "where j.position > ? and j.position <= ? order by j.position";

    private static final String OF_ENTITY =
            SELECT
                    + "where hashtextextended(j.entity, 0) = hashtextextended(?, 0) and j.entity ="
                    + " ? and j.kind = ? and j.position > ? and j.position <= ? order by j.position"
                    + " limit ?";

    /** The events of an entity that bear no name, since their command has the same. */
    private static final String OF_COMMAND =
            SELECT
                    + "where j.position between (select first_position from command where id = ?)"
                    + " and (select position from command where id = ?) and j.entity is null and"
                    + " j.kind = ? and j.position > ? and j.position <= ?"
                    + " order by j.position limit ?";

    private static final int UUID_CHARS = 36;

    private final EventSchemas schemas;

    EventRows(EventSchemas schemas) {
        this.schemas = schemas;
    }

    /** Events after a position; positions have no gaps, so that a range of them is a limit. */
    List<RecordedEvent> after(Connection connection, long position, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(AFTER)) {
            query.setLong(1, position);
            query.setLong(2, position + limit);
            return read(query);
        }
    }

    /** The events of an entity after a position, up to another, in order. */
    List<RecordedEvent> of(Connection connection, EntityId entity, long after, long upTo, int limit)
            throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        UUID namesake = uuidOrNull(entity.value());
        if (namesake != null) {
            try (PreparedStatement query = connection.prepareStatement(OF_COMMAND)) {
                query.setObject(1, namesake);
                query.setObject(2, namesake);
                query.setString(3, entity.kind());
                query.setLong(4, after);
                query.setLong(5, upTo);
                query.setInt(6, limit);
                events.addAll(read(query));
            }
        }
        // No other command knew of the entity before the one that made it: what follows is later.
        if (events.size() < limit) {
            try (PreparedStatement query = connection.prepareStatement(OF_ENTITY)) {
                query.setString(1, entity.value());
                query.setString(2, entity.value());
                query.setString(3, entity.kind());
                query.setLong(4, after);
                query.setLong(5, upTo);
                query.setInt(6, limit - events.size());
                events.addAll(read(query));
            }
        }
        return events;
    }

    /** The identifier that is written exactly like this, if any is. */
    static @Nullable UUID uuidOrNull(String text) {
        if (text.length() != UUID_CHARS) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? uuid : null;
        } catch (IllegalArgumentException another) {
            return null;
        }
    }

    private List<RecordedEvent> read(PreparedStatement query) throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                events.add(event(rows));
            }
        }
        return events;
    }

    private RecordedEvent event(ResultSet row) throws SQLException {
        EventSchemas.Entry contract = schemas.entry(row.getShort(5));
        UUID command = row.getObject(11, UUID.class);
        String entity = row.getString(3);
        return new RecordedEvent(
                row.getLong(1),
                new EntityId(row.getString(2), entity == null ? command.toString() : entity),
                row.getLong(4),
                contract.topic(),
                row.getShort(6),
                row.getLong(7),
                contract.type(),
                contract.version(),
                row.getBytes(8),
                Sql.instant(row, 9),
                row.getObject(10, LocalDate.class),
                command,
                provenance(row, 13, command),
                row.getBytes(12));
    }

    /**
     * The provenance in seven columns from {@code first}; of a command that is gone, an empty one,
     * which no hash matches.
     */
    static Provenance provenance(ResultSet row, int first, UUID command) throws SQLException {
        String actor = row.getString(first);
        if (actor == null) {
            return new Provenance("", null, "", "", "", null, null);
        }
        String correlation = row.getString(first + 4);
        return new Provenance(
                actor,
                row.getString(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                correlation == null ? command.toString() : correlation,
                row.getString(first + 5),
                row.getString(first + 6));
    }

    void copyInto(Connection connection, List<RecordedEvent> events) throws SQLException {
        try (BinaryCopy copy = BinaryCopy.into(connection, COLUMNS)) {
            for (RecordedEvent event : events) {
                String entity = event.entity().value();
                copy.row(12)
                        .put(event.position())
                        .put(event.entity().kind())
                        .put(entity.equals(event.command().toString()) ? null : entity)
                        .put(event.version())
                        .putShort(schemas.id(event.type(), event.schema()))
                        .putShort(event.lane())
                        .put(event.previous())
                        .put(event.recordedAt())
                        .put(event.valueDate())
                        .put(event.command())
                        .put(event.payload())
                        .put(event.hash());
            }
            copy.end();
        }
    }

    /** The head from the columns book, position, recorded_at, lanes, frontier. */
    Head head(ResultSet row) throws SQLException {
        long position = row.getLong(2);
        Array lanes = row.getArray(4);
        long[] lanePositions =
                Arrays.stream((Long[]) lanes.getArray()).mapToLong(Long::longValue).toArray();
        return new Head(
                row.getString(1),
                position,
                Sql.instant(row, 3),
                lanePositions,
                frontier(position, row.getBytes(5)));
    }

    private static MerkleFrontier frontier(long position, byte[] bytes) {
        List<byte[]> subtrees = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += EventHash.BYTES) {
            subtrees.add(Arrays.copyOfRange(bytes, at, at + EventHash.BYTES));
        }
        return new MerkleFrontier(position, subtrees);
    }

    static byte[] bytes(MerkleFrontier frontier) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frontier.subtrees().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
