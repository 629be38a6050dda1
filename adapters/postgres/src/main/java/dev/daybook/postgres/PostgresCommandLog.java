package dev.daybook.postgres;

import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.command.CommandRecord;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/** The recorded commands of one book in PostgreSQL. */
final class PostgresCommandLog implements CommandLog {

    private static final UUID FIRST = new UUID(0, 0);

    /**
     * Identifiers are ordered by time, so that the index on what was refused leads to the first.
     */
    private static final String REFUSALS =
            """
            select date_trunc('hour', received_at, 'UTC') as hour, code, count(*)
            from command
            where code is not null and id >= ? and received_at >= ?
            group by hour, code
            order by hour, code
            """;

    private final DataSource pool;

    PostgresCommandLog(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public @Nullable CommandRecord find(UUID id) {
        return Sql.<@Nullable CommandRecord>query(
                pool,
                "read a command",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(CommandRows.SELECT + " where c.id = ?")) {
                        query.setObject(1, id);
                        List<CommandRecord> found = CommandRows.read(query);
                        return found.isEmpty() ? null : found.getFirst();
                    }
                });
    }

    @Override
    public @Nullable CommandRecord find(String client, String key) {
        return Sql.<@Nullable CommandRecord>query(
                pool,
                "read a command by its key",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    CommandRows.SELECT + " where c.key_digest = ?")) {
                        query.setObject(1, KeyDigest.of(client, key));
                        List<CommandRecord> found = CommandRows.read(query);
                        return found.isEmpty() ? null : found.getFirst();
                    }
                });
    }

    @Override
    public List<CommandRecord> rejections(@Nullable UUID after, int limit) {
        return Sql.query(
                pool,
                "read the refused commands",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    CommandRows.SELECT
                                            + " where c.code is not null and c.id > ? order by c.id"
                                            + " limit ?")) {
                        query.setObject(1, after == null ? FIRST : after);
                        query.setInt(2, limit);
                        return CommandRows.read(query);
                    }
                });
    }

    @Override
    public List<Refusals> refusals(Instant from, Duration atMost) {
        return Sql.query(
                pool,
                "count the refused commands",
                connection -> {
                    List<Refusals> counted = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(REFUSALS)) {
                        query.setQueryTimeout(Math.toIntExact(Math.max(1, atMost.toSeconds())));
                        query.setObject(1, CommandIds.from(from));
                        query.setObject(2, from.atOffset(ZoneOffset.UTC));
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                counted.add(
                                        new Refusals(
                                                Sql.instant(row, 1),
                                                row.getString(2),
                                                row.getLong(3)));
                            }
                        }
                    }
                    return counted;
                });
    }
}
