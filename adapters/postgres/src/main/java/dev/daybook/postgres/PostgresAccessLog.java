package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has looked at what, where looking is itself to be known: a table beside the book, which is
 * only ever added to. It is no part of the journal and not hashed with it. May throw
 * StorageException; then nothing was noted, and nothing is to be shown.
 */
public final class PostgresAccessLog implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 4;

    private static final String TABLE =
            """
            create table if not exists access (
              number  bigint      generated always as identity primary key,
              at      timestamptz not null default clock_timestamp(),
              actor   text        not null,
              what    text        not null,
              subject text        not null
            );
            """;

    private final HikariDataSource pool;

    /**
     * Makes the table if it is not there.
     *
     * @param book whose records are looked at
     */
    public PostgresAccessLog(PostgresSettings settings, String book) {
        this.pool =
                SchemaBeside.open(
                        settings.withConnections(CONNECTIONS_MAX),
                        "daybook-access-" + book,
                        "access_" + Sql.checkedName(book),
                        TABLE);
    }

    /**
     * Somebody looked at something.
     *
     * @param what kind of look it was, in a word
     * @param subject whose record it was
     */
    public record Access(long number, Instant at, String actor, String what, String subject) {}

    /** Notes it, before anything is shown. */
    public void note(String actor, String what, String subject) {
        Sql.once(
                pool,
                "note who looks",
                connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into access (actor, what, subject) values (?, ?, ?)")) {
                        insert.setString(1, actor);
                        insert.setString(2, what);
                        insert.setString(3, subject);
                        return insert.executeUpdate();
                    }
                });
    }

    /**
     * The newest first.
     *
     * @param before only what was noted before; null for the newest
     */
    public List<Access> read(@Nullable Long before, int limit) {
        return Sql.query(
                pool,
                "read who looked",
                connection -> {
                    List<Access> accesses = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select number, at, actor, what, subject from access where"
                                            + " number < ? order by number desc limit ?")) {
                        query.setLong(1, before == null ? Long.MAX_VALUE : before);
                        query.setInt(2, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                accesses.add(
                                        new Access(
                                                row.getLong(1),
                                                Sql.instant(row, 2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getString(5)));
                            }
                        }
                    }
                    return accesses;
                });
    }

    @Override
    public void close() {
        pool.close();
    }
}
