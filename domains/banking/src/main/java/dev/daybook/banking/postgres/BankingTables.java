package dev.daybook.banking.postgres;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Transaction;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.event.EntityId;
import dev.daybook.postgres.StateTables;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The current state of a bank in normalised tables. Stateless. */
public final class BankingTables implements StateTables<BankingState> {

    /**
     * No foreign keys: every row is written from a decided state, in the transaction that writes
     * the events it follows from, and `verify` holds it against them; checking each reference again
     * would cost a look-up a row on the busiest path. Half of each page of {@code account} is free,
     * so that a new balance stays on its page and touches no index.
     */
    private static final String SCHEMA =
            """
            create table account (
              id              text        collate "C" primary key,
              version         bigint      not null,
              owner_reference text        not null,
              owner_name      text        not null,
              currency        text        not null,
              product         text,
              status          text        not null,
              debits_frozen   boolean     not null,
              credits_frozen  boolean     not null,
              balance         bigint      not null,
              overdraft_limit bigint      not null,
              opened_at       timestamptz not null
            ) with (fillfactor = 50);

            -- the book's own accounts; the version of one is the highest of its rows
            create table book_balance (
              account  text   collate "C" not null,
              currency text   collate "C" not null,
              balance  bigint not null,
              version  bigint not null,
              primary key (account, currency)
            ) with (fillfactor = 20);

            -- open ones only, as in the two tables that follow
            create table hold (
              account    text        collate "C" not null,
              command    uuid        not null,
              amount     bigint      not null,
              placed_at  timestamptz not null,
              expires_at timestamptz,
              primary key (account, command)
            );

            create index hold_expires_at on hold (expires_at) where expires_at is not null;

            create table pending_credit (
              account     text        collate "C" not null,
              command     uuid        not null,
              amount      bigint      not null,
              via         text        not null,
              description text,
              added_at    timestamptz not null,
              primary key (account, command)
            );

            create table authorized_user (
              account               text collate "C" not null,
              name                  text collate "C" not null,
              role                  text not null,
              per_transaction_limit bigint,
              primary key (account, name)
            );

            -- metadata: names and values in turn, null for none
            create table transaction (
              id          uuid   primary key,
              version     bigint not null,
              kind        text   not null,
              description text,
              metadata    text[],
              value_date  date   not null,
              reverses    uuid,
              reversed_by uuid
            );

            create table posting (
              transaction     uuid     not null,
              leg             smallint not null,
              account         text     collate "C" not null,
              amount          bigint   not null,
              currency        text     not null,
              balance_after   bigint   not null,
              account_version bigint   not null,
              primary key (transaction, leg)
            );
            """;

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public Map<EntityId, Versioned<BankingState>> load(
            Connection connection, Collection<EntityId> entities) throws SQLException {
        List<String> accounts = new ArrayList<>();
        List<String> own = new ArrayList<>();
        List<UUID> transactions = new ArrayList<>();
        for (EntityId entity : entities) {
            switch (entity.kind()) {
                case Identifiers.TRANSACTION -> transactions.add(UUID.fromString(entity.value()));
                case Identifiers.ACCOUNT ->
                        (Identifiers.isBookAccount(entity.value()) ? own : accounts)
                                .add(entity.value());
                default ->
                        throw new IllegalArgumentException("A bank has no " + entity.kind() + ".");
            }
        }
        Map<EntityId, Versioned<BankingState>> found = new HashMap<>();
        AccountRows.load(connection, accounts, found);
        BookBalanceRows.load(connection, own, found);
        TransactionRows.load(connection, transactions, found);
        return found;
    }

    @Override
    public void save(Connection connection, List<StateChange<BankingState>> changes)
            throws SQLException {
        AccountRows accounts = new AccountRows();
        BookBalanceRows own = new BookBalanceRows();
        TransactionRows transactions = new TransactionRows();
        for (StateChange<BankingState> change : changes) {
            BankingState before = change.before().state();
            long version = change.after().version();
            switch (change.after().state()) {
                case Account after -> accounts.add((Account) before, after, version);
                case BookAccount after ->
                        own.add(change.entity().value(), (BookAccount) before, after, version);
                case Transaction after -> transactions.add((Transaction) before, after, version);
                case null ->
                        throw new IllegalArgumentException(
                                change.entity() + " changed to nothing.");
            }
        }
        accounts.save(connection);
        own.save(connection);
        transactions.save(connection);
    }

    @Override
    public long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select (select count(*) from account)
                                     + (select count(distinct account) from book_balance)
                                     + (select count(*) from transaction)
                                """)) {
            row.next();
            return row.getLong(1);
        }
    }
}
