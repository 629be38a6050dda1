package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Puts events together from the messages of the stream: the rows of the journal, and those of the
 * commands of the same transaction, which know who and why. A transaction is given once it has come
 * whole, and all its events have the hash that they were recorded with: what went wrong on the way
 * is for the journal to say. For use by one thread.
 */
final class StreamedTransactions {

    /** What of a command an event tells; the publication holds no more of it. */
    static final List<String> COMMAND =
            List.of(
                    "id",
                    "actor",
                    "on_behalf_of",
                    "channel",
                    "reason",
                    "correlation",
                    "causation",
                    "trace");

    private static final List<String> JOURNAL =
            List.of(
                    "position",
                    "kind",
                    "entity",
                    "version",
                    "schema",
                    "lane",
                    "previous",
                    "recorded_at",
                    "value_date",
                    "command",
                    "payload",
                    "hash");

    private static final int MARK_DIGITS_MAX = 18;

    /** Of a row of the journal beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 300;

    /** Finds the contract of an event by its number. */
    @FunctionalInterface
    interface Contracts {
        EventSchemas.Entry entry(short id) throws SQLException;
    }

    private final String schema;
    private final Contracts contracts;
    private final EventHash hash;
    private StreamedRow.@Nullable Columns journal;
    private StreamedRow.@Nullable Columns command;
    private int journalId;
    private int commandId;
    private boolean open;
    private final List<StreamedRow> rows = new ArrayList<>();
    private final Map<UUID, Provenance> commands = new HashMap<>();
    private long mark;
    private int bytes;

    /**
     * @param schema of the book; also the prefix of its marks
     * @param book its name, which is part of each hash
     */
    StreamedTransactions(String schema, String book, Contracts contracts) {
        this.schema = schema;
        this.contracts = contracts;
        this.hash = new EventHash(book);
    }

    /**
     * Takes the next message in; returns the transaction that ends with it, if one does.
     *
     * @throws MalformedStreamException when it cannot be what the database was asked for
     * @throws SQLException when a contract cannot be looked up
     */
    @Nullable Streamed accept(ByteBuffer message) throws SQLException {
        bytes =
                (int)
                        Math.min(
                                Integer.MAX_VALUE,
                                (long) bytes + message.remaining() + OVERHEAD_BYTES);
        try {
            return accept(Pgoutput.read(message));
        } catch (DateTimeException | IllegalArgumentException impossible) {
            throw new MalformedStreamException("A value is out of its range.", impossible);
        }
    }

    private @Nullable Streamed accept(Pgoutput message) throws SQLException {
        switch (message) {
            case Pgoutput.Begin() -> begin();
            case Pgoutput.Relation relation -> know(relation);
            case Pgoutput.Insert insert -> insert(insert);
            case Pgoutput.Message(String prefix, byte[] content) -> {
                requireOpen();
                if (prefix.equals(schema)) {
                    mark = Math.max(mark, position(content));
                }
            }
            case Pgoutput.Commit(long endLsn) -> {
                requireOpen();
                Streamed whole = whole(endLsn);
                open = false;
                return whole;
            }
            case Pgoutput.Passed() -> {}
        }
        return null;
    }

    private void begin() {
        if (open) {
            throw new MalformedStreamException("A transaction begins within another.");
        }
        open = true;
        rows.clear();
        commands.clear();
        mark = 0;
        bytes = OVERHEAD_BYTES;
    }

    private void requireOpen() {
        if (!open) {
            throw new MalformedStreamException("Something happens outside of a transaction.");
        }
    }

    private void know(Pgoutput.Relation relation) {
        String name = relation.schema() + "." + relation.name();
        if (name.equals(schema + ".journal")) {
            journal = new StreamedRow.Columns(relation, JOURNAL);
            journalId = relation.id();
        } else if (name.equals(schema + ".command")) {
            command = new StreamedRow.Columns(relation, COMMAND);
            commandId = relation.id();
        } // else a partition, which is told besides, and whose rows come as the journal's
    }

    private void insert(Pgoutput.Insert insert) {
        requireOpen();
        StreamedRow.Columns ofJournal = journal;
        StreamedRow.Columns ofCommand = command;
        if (ofJournal != null && insert.relation() == journalId) {
            rows.add(ofJournal.row(insert));
        } else if (ofCommand != null && insert.relation() == commandId) {
            StreamedRow row = ofCommand.row(insert);
            UUID id = row.uuid("id");
            commands.put(id, provenance(row, id));
        } else {
            throw new MalformedStreamException(
                    "A row is of no table of the book: the publication is not the one that Daybook"
                            + " makes. Drop it, and it is made again.");
        }
    }

    private static Provenance provenance(StreamedRow row, UUID command) {
        String correlation = row.textOrNull("correlation");
        return new Provenance(
                row.text("actor"),
                row.textOrNull("on_behalf_of"),
                row.text("channel"),
                row.text("reason"),
                correlation == null ? command.toString() : correlation,
                row.textOrNull("causation"),
                row.textOrNull("trace"));
    }

    /** Anybody may write such a message: one that makes no sense says nothing. */
    private static long position(byte[] content) {
        String digits = new String(content, US_ASCII);
        return digits.length() <= MARK_DIGITS_MAX && digits.matches("[0-9]+")
                ? Long.parseLong(digits)
                : 0;
    }

    private Streamed whole(long endLsn) throws SQLException {
        if (rows.isEmpty()) {
            return new Streamed.Mark(mark, endLsn, bytes);
        }
        long first = rows.getFirst().bigint("position");
        List<RecordedEvent> events = new ArrayList<>(rows.size());
        boolean complete = true;
        for (int i = 0; i < rows.size(); i++) {
            StreamedRow row = rows.get(i);
            if (row.bigint("position") != first + i) {
                throw new MalformedStreamException(
                        "A transaction leaves out positions after " + (first + i - 1) + ".");
            }
            Provenance by = commands.get(row.uuid("command"));
            RecordedEvent event = by == null ? null : event(row, by);
            complete &= event != null && hash.matches(event);
            if (complete && event != null) {
                events.add(event);
            }
        }
        return new Streamed.Recorded(
                first, first + rows.size() - 1, complete ? events : List.of(), endLsn, bytes);
    }

    private RecordedEvent event(StreamedRow row, Provenance by) throws SQLException {
        EventSchemas.Entry contract = contracts.entry(row.smallint("schema"));
        UUID id = row.uuid("command");
        String entity = row.textOrNull("entity");
        return new RecordedEvent(
                row.bigint("position"),
                new EntityId(row.text("kind"), entity == null ? id.toString() : entity),
                row.bigint("version"),
                contract.topic(),
                row.smallint("lane"),
                row.bigint("previous"),
                contract.type(),
                contract.version(),
                row.bytes("payload"),
                row.instant("recorded_at"),
                row.dateOrNull("value_date"),
                id,
                by,
                row.bytes("hash"));
    }
}
