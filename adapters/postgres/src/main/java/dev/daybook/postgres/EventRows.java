package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

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

    static final String AFTER =
            SELECT + "where j.position > ? and j.position <= ? order by j.position";

    static final String OF_ENTITY =
            SELECT
                    + "where j.entity = ? and j.kind = ? and j.position > ? and j.position <= ?"
                    + " order by j.position limit ?";

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

    List<RecordedEvent> read(PreparedStatement query) throws SQLException {
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
        return new RecordedEvent(
                row.getLong(1),
                new EntityId(row.getString(2), row.getString(3)),
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
        BinaryCopy copy = new BinaryCopy();
        for (RecordedEvent event : events) {
            copy.row(12)
                    .put(event.position())
                    .put(event.entity().kind())
                    .put(event.entity().value())
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
        copy.into(
                connection,
                "journal (position, kind, entity, version, schema, lane, previous, recorded_at,"
                        + " value_date, command, payload, hash)");
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
