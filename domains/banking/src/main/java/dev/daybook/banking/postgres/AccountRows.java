package dev.daybook.banking.postgres;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Owner;
import dev.daybook.banking.postgres.Rows.Column;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * Customers' accounts. Nearly every change is a new balance, which is all that is written then; the
 * rest of the row and the rows that hang on it are written only when they differ.
 */
final class AccountRows {

    private final Rows balances = new Rows(Column.TEXT, Column.BIGINT, Column.BIGINT);
    private final Rows whole =
            new Rows(
                    Column.TEXT,
                    Column.BIGINT,
                    Column.TEXT,
                    Column.TEXT,
                    Column.TEXT,
                    Column.TEXT,
                    Column.TEXT,
                    Column.BOOLEAN,
                    Column.BOOLEAN,
                    Column.BIGINT,
                    Column.BIGINT,
                    Column.INSTANT);
    private final AccountParts parts = new AccountParts();

    void add(@Nullable Account before, Account after, long version) {
        if (before != null && differsInBalanceOnly(before, after)) {
            balances.add(after.id(), version, after.balance());
        } else {
            whole.add(
                    after.id(),
                    version,
                    after.owner().reference(),
                    after.owner().name(),
                    after.currency(),
                    after.product(),
                    after.status().name(),
                    after.debitsFrozen(),
                    after.creditsFrozen(),
                    after.balance(),
                    after.overdraftLimit(),
                    after.openedAt());
        }
        parts.add(before, after);
    }

    /** True when of the account's own row nothing but the balance and the version differ. */
    private static boolean differsInBalanceOnly(Account before, Account after) {
        return before.overdraftLimit() == after.overdraftLimit()
                && before.status() == after.status()
                && before.debitsFrozen() == after.debitsFrozen()
                && before.creditsFrozen() == after.creditsFrozen()
                && before.owner().equals(after.owner());
    }

    void save(Connection connection) throws SQLException {
        balances.execute(
                connection,
                """
                update account a set version = w.version, balance = w.balance
                from unnest(?::text[], ?::bigint[], ?::bigint[]) as w (id, version, balance)
                where a.id = w.id
                """);
        whole.execute(
                connection,
                """
                insert into account (id, version, owner_reference, owner_name, currency, product,
                    status, debits_frozen, credits_frozen, balance, overdraft_limit, opened_at)
                select * from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::bigint[], ?::bigint[],
                    ?::timestamptz[])
                on conflict (id) do update set version = excluded.version,
                    owner_reference = excluded.owner_reference, owner_name = excluded.owner_name,
                    status = excluded.status, debits_frozen = excluded.debits_frozen,
                    credits_frozen = excluded.credits_frozen, balance = excluded.balance,
                    overdraft_limit = excluded.overdraft_limit
                """);
        parts.save(connection);
    }

    static void load(
            Connection connection, List<String> ids, Map<EntityId, Versioned<BankingState>> found)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        AccountParts.Loaded parts = AccountParts.load(connection, ids);
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        select id, version, owner_reference, owner_name, currency, product, status,
                               debits_frozen, credits_frozen, balance, overdraft_limit, opened_at
                        from account where id = any (?)
                        """)) {
            query.setArray(1, Rows.array(connection, Column.TEXT, ids));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Account account = account(row, parts);
                    found.put(
                            Identifiers.account(account.id()),
                            new Versioned<>(account, row.getLong(2)));
                }
            }
        }
    }

    private static Account account(ResultSet row, AccountParts.Loaded parts) throws SQLException {
        String id = row.getString(1);
        return new Account(
                id,
                new Owner(row.getString(3), row.getString(4)),
                row.getString(5),
                row.getString(6),
                Account.Status.valueOf(row.getString(7)),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getLong(10),
                row.getLong(11),
                row.getObject(12, OffsetDateTime.class).toInstant(),
                parts.holds(id),
                parts.pendingCredits(id),
                parts.authorizedUsers(id));
    }
}
