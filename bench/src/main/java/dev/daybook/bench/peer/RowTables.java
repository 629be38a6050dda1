package dev.daybook.bench.peer;

import dev.daybook.bench.load.Transfers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/** The tables of the {@link RowLedger}. */
final class RowTables {

    /** With room on the pages of accounts, as Daybook's own tables have, so that updates stay. */
    private static final String TABLES =
            """
            create table account (
              id       bigint  primary key,
              owner    text    not null,
              currency text    not null,
              balance  bigint  not null check (balance >= 0),
              version  bigint  not null
            ) with (fillfactor = 50);

            create table transaction (
              id          uuid        primary key,
              kind        text        not null,
              description text,
              actor       text        not null,
              reason      text        not null,
              value_date  date        not null,
              created_at  timestamptz not null default now()
            );

            create table posting (
              transaction   uuid     not null references transaction,
              leg           smallint not null,
              account       bigint   not null references account,
              amount        bigint   not null,
              balance_after bigint   not null,
              primary key (transaction, leg)
            );

            create index posting_account on posting (account, transaction);

            create table outbox (
              id         bigint generated always as identity primary key,
              topic      text        not null,
              key        text        not null,
              payload    jsonb       not null,
              created_at timestamptz not null default now()
            );

            create table idempotency_key (
              client      text  not null,
              key         text  not null,
              digest      bytea not null,
              transaction uuid  not null,
              primary key (client, key)
            );
            """;

    private RowTables() {}

    static void create(DataSource pool, String schema, int accounts) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + schema + " cascade");
            statement.execute("create schema " + schema);
            statement.execute(TABLES);
            statement.execute(
                    """
                    insert into account
                    select n, 'Customer ' || n, 'EUR', %d, 0 from generate_series(0, %d) n
                    """
                            .formatted(Transfers.OPENING_CENTS, accounts - 1));
            statement.execute("analyze account");
            connection.commit();
        }
    }

    /** Nothing was made or lost, and everything that was moved is written down. */
    static void check(DataSource pool, int accounts) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select (select sum(balance) from account) = %d
                                   and (select sum(amount) from posting) = 0
                                   and (select 2 * count(*) from transaction)
                                     = (select count(*) from posting)
                                   and (select count(*) from transaction)
                                     = (select count(*) from outbox)
                                """
                                        .formatted(Transfers.OPENING_CENTS * accounts))) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new IllegalStateException("The books of the row ledger are not right.");
            }
            connection.rollback();
        }
    }
}
