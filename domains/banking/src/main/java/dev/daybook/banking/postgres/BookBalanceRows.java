package dev.daybook.banking.postgres;

import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.postgres.Rows.Column;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The book's own accounts: a row for each currency, written when it moved. */
final class BookBalanceRows {

    private final Rows rows = new Rows(Column.TEXT, Column.TEXT, Column.BIGINT, Column.BIGINT);

    void add(String account, @Nullable BookAccount before, BookAccount after, long version) {
        after.balances()
                .forEach((currency, balance) -> {
                    boolean moved =
                            before == null || !balance.equals(before.balances().get(currency));
                    if (moved) {
                        rows.add(account, currency, balance, version);
                    }
                });
        if (before != null && before.equals(after)) {
            // Moved there and back within one batch: the balances stand, the version does not.
            String any = after.balances().keySet().iterator().next();
            rows.add(account, any, after.balance(any), version);
        }
    }

    void save(Connection connection) throws SQLException {
        rows.execute(
                connection,
                """
                insert into book_balance (account, currency, balance, version)
                select * from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                on conflict (account, currency)
                do update set balance = excluded.balance, version = excluded.version
                """);
    }

    static void load(
            Connection connection,
            List<String> accounts,
            Map<EntityId, Versioned<BankingState>> found)
            throws SQLException {
        if (accounts.isEmpty()) {
            return;
        }
        Map<String, Map<String, Long>> balances = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        select account, currency, balance, version
                        from book_balance where account = any (?)
                        """)) {
            query.setArray(1, Rows.array(connection, Column.TEXT, accounts));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String account = row.getString(1);
                    balances.computeIfAbsent(account, _ -> new TreeMap<>())
                            .put(row.getString(2), row.getLong(3));
                    versions.merge(account, row.getLong(4), Math::max);
                }
            }
        }
        balances.forEach((account, byCurrency) ->
                found.put(
                        Identifiers.account(account),
                        new Versioned<>(
                                new BookAccount(byCurrency), versions.getOrDefault(account, 0L))));
    }
}
