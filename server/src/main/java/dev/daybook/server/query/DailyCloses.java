package dev.daybook.server.query;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.postgres.Sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** The closes of all booking days of an account on which something moved, as known now. */
final class DailyCloses {

    /** The newest version of each day, summed up day by day. */
    private static final String CLOSES =
            """
            select value_date, close from (
              select value_date, sum(net) over (order by value_date) as close
              from (
                select distinct on (value_date) value_date, net
                from %s
                where account = ? and currency = ? and value_date <= ?
                order by value_date, position desc
              ) days
            ) closes
            where value_date >= ?
            order by value_date limit ?
            """
                    .formatted(BankingViews.DAILY_BALANCES.id());

    /**
     * Accounts in their order, found by stepping along the key rather than by reading every row.
     */
    private static final String ACCOUNTS =
            """
            with recursive names (account) as (
              select min(account) from %1$s where account > ?
              union all
              select (select min(account) from %1$s where account > names.account)
              from names where names.account is not null
            )
            select account from names where account is not null limit ?
            """
                    .formatted(BankingViews.DAILY_BALANCES.id());

    private static final String CLOSES_OF_ACCOUNTS =
            """
            select account, currency, value_date, close from (
              select account, currency, value_date,
                     sum(net) over (partition by account, currency order by value_date) as close
              from (
                select distinct on (account, currency, value_date) account, currency, value_date, net
                from %s
                where account = any (?) and value_date <= ?
                order by account, currency, value_date, position desc
              ) days
            ) closes
            where value_date >= ?
            order by account, currency, value_date
            """
                    .formatted(BankingViews.DAILY_BALANCES.id());

    private final DataSource views;

    DailyCloses(DataSource views) {
        this.views = views;
    }

    /**
     * A booking day.
     *
     * @param balance at its close, in minor units
     */
    record Close(LocalDate on, long balance) {}

    List<Close> read(String account, String currency, LocalDate from, LocalDate to, int limit) {
        return Sql.query(
                views,
                "read the balances of days",
                connection -> {
                    List<Close> closes = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(CLOSES)) {
                        query.setString(1, account);
                        query.setString(2, currency);
                        query.setObject(3, to);
                        query.setObject(4, from);
                        query.setInt(5, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                closes.add(
                                        new Close(
                                                row.getObject(1, LocalDate.class),
                                                row.getBigDecimal(2).longValueExact()));
                            }
                        }
                    }
                    return closes;
                });
    }

    /** A booking day of one of several accounts. */
    record AccountClose(String account, String currency, Close close) {}

    /** The first accounts after one, in the order of their identifiers. */
    List<String> accounts(String after, int limit) {
        return Sql.query(
                views,
                "read the accounts with balances",
                connection -> {
                    List<String> accounts = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(ACCOUNTS)) {
                        query.setString(1, after);
                        query.setInt(2, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                accounts.add(row.getString(1));
                            }
                        }
                    }
                    return accounts;
                });
    }

    List<AccountClose> read(List<String> accounts, LocalDate from, LocalDate to) {
        return Sql.query(
                views,
                "read the balances of days",
                connection -> {
                    List<AccountClose> closes = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(CLOSES_OF_ACCOUNTS)) {
                        query.setArray(1, connection.createArrayOf("text", accounts.toArray()));
                        query.setObject(2, to);
                        query.setObject(3, from);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                closes.add(
                                        new AccountClose(
                                                row.getString(1),
                                                row.getString(2),
                                                new Close(
                                                        row.getObject(3, LocalDate.class),
                                                        row.getBigDecimal(4).longValueExact())));
                            }
                        }
                    }
                    return closes;
                });
    }
}
