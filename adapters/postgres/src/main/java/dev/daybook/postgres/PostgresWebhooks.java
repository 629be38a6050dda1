package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.engine.webhook.WebhookStore;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Webhooks in PostgreSQL, in a schema of their own beside the book's. Secrets are kept as they are,
 * since deliveries are signed with them: who reads these tables can sign as this service.
 */
public final class PostgresWebhooks implements WebhookStore {

    private static final int CONNECTIONS_MAX = 4;

    private static final String TABLES =
            """
            create table if not exists webhook (
              id         uuid        primary key,
              url        text        not null,
              secret     text        not null,
              kind       text,
              entity     text,
              types      text[]      not null,
              created_at timestamptz not null,
              created_by text        not null,
              position   bigint      not null,
              stopped    text
            );
            create table if not exists waiting (
              webhook  uuid        not null references webhook on delete cascade,
              position bigint      not null,
              kind     text        not null,
              entity   text        not null,
              attempts integer     not null,
              since    timestamptz not null,
              next     timestamptz not null,
              primary key (webhook, position)
            );
            create index if not exists waiting_entity on waiting (webhook, kind, entity, position);
            create table if not exists attempt (
              number   bigint      generated always as identity primary key,
              webhook  uuid        not null references webhook on delete cascade,
              position bigint      not null,
              kind     text        not null,
              entity   text        not null,
              attempt  integer     not null,
              at       timestamptz not null,
              millis   bigint      not null,
              status   integer,
              error    text
            );
            create index if not exists attempt_webhook on attempt (webhook, number);
            create index if not exists attempt_at on attempt using brin (at);
            """;

    private static final String SELECT =
            "select id, url, secret, kind, entity, types, created_at, created_by, position, stopped"
                    + " from webhook";

    private final HikariDataSource pool;

    /**
     * Makes the tables if they are not there.
     *
     * @param book whose events are told of
     */
    public PostgresWebhooks(PostgresSettings settings, String book) {
        String schema = "webhooks_" + Sql.checkedName(book);
        this.pool =
                SchemaBeside.open(
                        settings.withConnections(CONNECTIONS_MAX),
                        "daybook-webhooks-" + book,
                        schema,
                        TABLES);
    }

    @Override
    public List<Webhook> all() {
        return Sql.query(
                pool,
                "read the webhooks",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(SELECT + " order by created_at, id")) {
                        return webhooks(query);
                    }
                });
    }

    @Override
    public @Nullable Webhook find(UUID webhook) {
        return Sql.<@Nullable Webhook>query(
                pool,
                "read a webhook",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(SELECT + " where id = ?")) {
                        query.setObject(1, webhook);
                        List<Webhook> found = webhooks(query);
                        return found.isEmpty() ? null : found.getFirst();
                    }
                });
    }

    private static List<Webhook> webhooks(PreparedStatement query) throws SQLException {
        List<Webhook> webhooks = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String kind = row.getString(4);
                webhooks.add(
                        new Webhook(
                                row.getObject(1, UUID.class),
                                URI.create(row.getString(2)),
                                row.getString(3),
                                kind == null ? null : new EntityId(kind, row.getString(5)),
                                Set.of((String[]) row.getArray(6).getArray()),
                                Sql.instant(row, 7),
                                row.getString(8),
                                row.getLong(9),
                                row.getString(10)));
            }
        }
        return webhooks;
    }

    @Override
    public boolean add(Webhook webhook, int webhooksMax) {
        return Sql.transaction(
                pool,
                "add a webhook",
                connection -> {
                    Sql.execute(connection, "lock table webhook in share row exclusive mode");
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into webhook select ?, ?, ?, ?, ?, ?, ?, ?, ?, null"
                                            + " where (select count(*) from webhook) < ?")) {
                        EntityId entity = webhook.entity();
                        insert.setObject(1, webhook.id());
                        insert.setString(2, webhook.url().toString());
                        insert.setString(3, webhook.secret());
                        insert.setString(4, entity == null ? null : entity.kind());
                        insert.setString(5, entity == null ? null : entity.value());
                        insert.setArray(
                                6, connection.createArrayOf("text", webhook.types().toArray()));
                        insert.setObject(7, webhook.createdAt().atOffset(ZoneOffset.UTC));
                        insert.setString(8, webhook.createdBy());
                        insert.setLong(9, webhook.position());
                        insert.setInt(10, webhooksMax);
                        return insert.executeUpdate() > 0;
                    }
                });
    }

    @Override
    public boolean remove(UUID webhook) {
        return update("delete from webhook where id = ?", webhook) > 0;
    }

    @Override
    public void stop(UUID webhook, String why) {
        update("update webhook set stopped = ? where id = ?", why, webhook);
    }

    @Override
    public void resume(UUID webhook, Instant now) {
        Sql.transaction(
                pool,
                "let a webhook go on",
                connection -> {
                    update(connection, "update webhook set stopped = null where id = ?", webhook);
                    // The three days begin anew, or it would stop again at the first failure.
                    return update(
                            connection,
                            "update waiting set next = ?, since = ? where webhook = ?",
                            now.atOffset(ZoneOffset.UTC),
                            now.atOffset(ZoneOffset.UTC),
                            webhook);
                });
    }

    @Override
    public List<Waiting> due(UUID webhook, Instant now, int limit) {
        return Sql.query(
                pool,
                "read what waits",
                connection -> {
                    List<Waiting> due = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    """
                                    select position, kind, entity, attempts, since, next from (
                                      select distinct on (kind, entity) position, kind, entity, attempts, since, next
                                      from waiting where webhook = ? order by kind, entity, position
                                    ) firsts
                                    where next <= ? order by position limit ?
                                    """)) {
                        query.setObject(1, webhook);
                        query.setObject(2, now.atOffset(ZoneOffset.UTC));
                        query.setInt(3, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                due.add(
                                        new Waiting(
                                                row.getLong(1),
                                                new EntityId(row.getString(2), row.getString(3)),
                                                row.getInt(4),
                                                Sql.instant(row, 5),
                                                Sql.instant(row, 6)));
                            }
                        }
                    }
                    return due;
                });
    }

    @Override
    public Set<EntityId> waitingEntities(UUID webhook) {
        return Sql.query(
                pool,
                "read what waits",
                connection -> {
                    Set<EntityId> entities = new HashSet<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select distinct kind, entity from waiting where webhook ="
                                            + " ?")) {
                        query.setObject(1, webhook);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                entities.add(new EntityId(row.getString(1), row.getString(2)));
                            }
                        }
                    }
                    return entities;
                });
    }

    @Override
    public long waiting(UUID webhook) {
        return Sql.query(
                pool,
                "count what waits",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select count(*) from waiting where webhook = ?")) {
                        query.setObject(1, webhook);
                        try (ResultSet row = query.executeQuery()) {
                            row.next();
                            return row.getLong(1);
                        }
                    }
                });
    }

    @Override
    public void advance(
            Webhook webhook, long position, List<Waiting> waiting, List<Attempt> attempts) {
        Sql.transaction(
                pool,
                "note what was delivered",
                connection -> {
                    if (update(
                                    connection,
                                    "update webhook set position = ? where id = ? and position = ?",
                                    position,
                                    webhook.id(),
                                    webhook.position())
                            > 0) {
                        for (Waiting each : waiting) {
                            update(
                                    connection,
                                    "insert into waiting values (?, ?, ?, ?, ?, ?, ?)",
                                    webhook.id(),
                                    each.position(),
                                    each.entity().kind(),
                                    each.entity().value(),
                                    each.attempts(),
                                    each.since().atOffset(ZoneOffset.UTC),
                                    each.next().atOffset(ZoneOffset.UTC));
                        }
                        for (Attempt each : attempts) {
                            note(connection, webhook.id(), each);
                        }
                    }
                    return true;
                });
    }

    @Override
    public void delivered(UUID webhook, Attempt attempt) {
        Sql.transaction(
                pool,
                "note a delivery",
                connection -> {
                    note(connection, webhook, attempt);
                    return update(
                            connection,
                            "delete from waiting where webhook = ? and position = ?",
                            webhook,
                            attempt.position());
                });
    }

    @Override
    public void postpone(UUID webhook, Waiting waiting, Attempt attempt) {
        Sql.transaction(
                pool,
                "note an attempt",
                connection -> {
                    note(connection, webhook, attempt);
                    return update(
                            connection,
                            "update waiting set attempts = ?, next = ? where webhook = ? and"
                                    + " position = ?",
                            waiting.attempts(),
                            waiting.next().atOffset(ZoneOffset.UTC),
                            webhook,
                            waiting.position());
                });
    }

    private static void note(Connection connection, UUID webhook, Attempt attempt)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into attempt (webhook, position, kind, entity, attempt, at, millis,"
                                + " status, error) select ?, ?, ?, ?, ?, ?, ?, ?, ? where exists"
                                + " (select 1 from webhook where id = ?)")) {
            insert.setObject(1, webhook);
            insert.setLong(2, attempt.position());
            insert.setString(3, attempt.entity().kind());
            insert.setString(4, attempt.entity().value());
            insert.setInt(5, attempt.attempt());
            insert.setObject(6, attempt.at().atOffset(ZoneOffset.UTC));
            insert.setLong(7, attempt.millis());
            insert.setObject(8, attempt.status(), Types.INTEGER);
            insert.setString(9, attempt.error());
            insert.setObject(10, webhook);
            insert.executeUpdate();
        }
    }

    @Override
    public List<Attempt> attempts(UUID webhook, @Nullable Long before, int limit) {
        return Sql.query(
                pool,
                "read the deliveries",
                connection -> {
                    List<Attempt> attempts = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select number, position, kind, entity, attempt, at, millis,"
                                            + " status, error from attempt where webhook = ? and"
                                            + " number < ? order by number desc limit ?")) {
                        query.setObject(1, webhook);
                        query.setLong(2, before == null ? Long.MAX_VALUE : before);
                        query.setInt(3, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                attempts.add(
                                        new Attempt(
                                                row.getLong(1),
                                                row.getLong(2),
                                                new EntityId(row.getString(3), row.getString(4)),
                                                row.getInt(5),
                                                Sql.instant(row, 6),
                                                row.getLong(7),
                                                row.getObject(8, Integer.class),
                                                row.getString(9)));
                            }
                        }
                    }
                    return attempts;
                });
    }

    @Override
    public void forgetAttempts(Instant before) {
        update("delete from attempt where at < ?", before.atOffset(ZoneOffset.UTC));
    }

    private int update(String sql, Object... values) {
        return Sql.once(pool, "change a webhook", connection -> update(connection, sql, values));
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
