package dev.daybook.postgres;

import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.command.CommandRecord;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/** The recorded commands of one book in PostgreSQL. */
final class PostgresCommandLog implements CommandLog {

    private static final UUID FIRST = new UUID(0, 0);

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
}
