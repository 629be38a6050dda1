package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.TableView;
import dev.daybook.engine.view.ViewLedger;
import dev.daybook.engine.view.ViewStore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * The views of one book in a database of their own, so that reading them cannot disturb the
 * writers. Since everything here can be rebuilt from the journal, commits do not wait for the disk:
 * after a crash a view is a moment behind, never wrong.
 */
public final class PostgresViews implements AutoCloseable {

    private static final String TABLES =
            """
            create table if not exists watermark (
              view     text     not null,
              lane     smallint not null,
              position bigint   not null,
              shape    bigint   not null,
              primary key (view, lane)
            ) with (fillfactor = 20);

            create table if not exists parked (
              view      text        not null,
              position  bigint      not null,
              kind      text        not null,
              entity    text        not null,
              error     text        not null,
              parked_at timestamptz not null,
              primary key (view, position)
            );

            create table if not exists moment (
              view     text        not null,
              position bigint      not null,
              at       timestamptz not null,
              lanes    smallint[]  not null
            );

            create index if not exists moment_position on moment (view, position);
            """;

    /** Well within what a reader notices, and some commits of a busy book. */
    static final Duration PACE = Duration.ofMillis(5);

    private final HikariDataSource pool;
    private final PostgresViewLedger ledger;

    /**
     * @param book the name of the book; its views are in the schema {@code views_<book>}
     */
    public PostgresViews(PostgresSettings settings, String book) {
        String schema = "views_" + Sql.checkedName(book);
        this.pool = SchemaBeside.open(settings, "daybook-views-" + book, schema, TABLES);
        this.ledger = new PostgresViewLedger(pool);
    }

    /** The store of a keyed view. */
    public <V> PostgresKeyedStore<V> keyed(KeyedView<?, V> view) {
        return new PostgresKeyedStore<>(pool, view.id(), view.valueType());
    }

    /** The store of a table view: a table named as the view's {@link TableView#id()}. */
    public <K extends Record, V extends Record> ViewStore<K, V> table(TableView<?, K, V> view) {
        return new PostgresTableStore<>(
                pool, view.id(), view.keyType(), view.valueType(), view.history());
    }

    /** Whether no view has read anything yet. */
    public boolean areEmpty() {
        return Sql.query(
                pool,
                "look how far the views are",
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "select 1 from watermark where position > 0 limit"
                                                    + " 1")) {
                        return !rows.next();
                    }
                });
    }

    public ViewLedger ledger() {
        return ledger;
    }

    /** Connections to the schema of the views, for a domain's own queries. */
    public DataSource dataSource() {
        return pool;
    }

    /** Rows of views are rebuilt rather than recovered; see the class comment. */
    static void relaxDurability(Connection connection) throws SQLException {
        Sql.execute(connection, "set local synchronous_commit = off");
    }

    @Override
    public void close() {
        pool.close();
    }
}
