package dev.daybook.postgres;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.journal.Provenance;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns commands into rows and back. */
final class CommandRows {

    static final String SELECT =
            """
            select c.id, c.client, c.key, c.digest, c.type, c.received_at, c.decided_at, c.position, c.first_position,
                   c.code, c.detail, c.figures, c.actor, c.on_behalf_of, c.channel, c.reason, c.correlation, c.causation,
                   c.trace
            from command c
            """;

    private static final String COLUMNS =
            "command (id, client, key, key_digest, digest, type, actor, on_behalf_of, channel,"
                    + " reason, correlation, causation, trace, received_at, decided_at, position,"
                    + " first_position, code, detail, figures)";

    private CommandRows() {}

    static List<CommandRecord> read(PreparedStatement query) throws SQLException {
        List<CommandRecord> commands = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                commands.add(command(rows));
            }
        }
        return commands;
    }

    private static CommandRecord command(ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        long position = row.getLong(8);
        String code = row.getString(10);
        Outcome outcome =
                code == null
                        ? new Outcome.Committed(row.getLong(9), position)
                        : new Outcome.Rejected(code, row.getString(11), figures(row.getArray(12)));
        return new CommandRecord(
                id,
                row.getString(2),
                row.getString(3),
                row.getBytes(4),
                row.getString(5),
                EventRows.provenance(row, 13, id),
                Sql.instant(row, 6),
                Sql.instant(row, 7),
                position,
                outcome);
    }

    private static Map<String, String> figures(Array array) throws SQLException {
        String[] pairs = (String[]) array.getArray();
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            figures.put(pairs[i], pairs[i + 1]);
        }
        return figures;
    }

    static void copyInto(Connection connection, List<CommandRecord> commands) throws SQLException {
        try (BinaryCopy copy = BinaryCopy.into(connection, COLUMNS)) {
            for (CommandRecord command : commands) {
                put(command, copy);
            }
            copy.end();
        }
    }

    private static void put(CommandRecord command, BinaryCopy copy) throws SQLException {
        Provenance by = command.by();
        String correlation = by.correlation();
        copy.row(20)
                .put(command.id())
                .put(command.client())
                .put(command.key())
                .put(command.key() == null ? null : KeyDigest.of(command.client(), command.key()))
                .put(command.digest())
                .put(command.type())
                .put(by.actor())
                .put(by.onBehalfOf())
                .put(by.channel())
                .put(by.reason())
                .put(correlation.equals(command.id().toString()) ? null : correlation)
                .put(by.causation())
                .put(by.trace())
                .put(command.receivedAt())
                .put(command.decidedAt())
                .put(command.position());
        switch (command.outcome()) {
            case Outcome.Committed committed ->
                    copy.put(committed.firstPosition()).putNull().putNull().putNull();
            case Outcome.Rejected rejected -> {
                List<String> pairs = new ArrayList<>();
                rejected.figures()
                        .forEach((name, value) -> {
                            pairs.add(name);
                            pairs.add(value);
                        });
                copy.putNull().put(rejected.code()).put(rejected.detail()).put(pairs);
            }
        }
    }
}
