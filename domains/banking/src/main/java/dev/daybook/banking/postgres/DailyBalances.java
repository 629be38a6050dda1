package dev.daybook.banking.postgres;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.postgres.Sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;

import javax.sql.DataSource;

/**
 * Balances at the close of booking days. Reads the views' database; may throw StorageException.
 *
 * <p>The rows of a day keep every version with the position from which it held. The query steps
 * from day to day and takes of each the one version that held, so that its cost is that of the
 * days, however many movements a day has.
 */
public final class DailyBalances {

    private static final String BALANCE =
            """
            with recursive days (day) as (
              select min(value_date) from %1$s where account = ? and currency = ?
              union all
              select (select min(value_date) from %1$s
                      where account = ? and currency = ? and value_date > days.day)
              from days where days.day < ?
            )
            select coalesce(sum(held.net), 0)
            from days cross join lateral (
              select net from %1$s
              where account = ? and currency = ? and value_date = days.day and position <= ?
              order by position desc limit 1
            ) held
            where days.day <= ?
            """
                    .formatted(BankingViews.DAILY_BALANCES.id());

    private final DataSource views;

    public DailyBalances(DataSource views) {
        this.views = views;
    }

    /**
     * The balance at the close of a booking day, in minor units, 0 when nothing had moved.
     *
     * @param position as known at this position; {@link Long#MAX_VALUE} for what is known now
     */
    public long balance(String account, String currency, LocalDate on, long position) {
        return Sql.query(
                views,
                "read a balance",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(BALANCE)) {
                        LocalDate day = Statements.bounded(on);
                        query.setString(1, account);
                        query.setString(2, currency);
                        query.setString(3, account);
                        query.setString(4, currency);
                        query.setObject(5, day);
                        query.setString(6, account);
                        query.setString(7, currency);
                        query.setLong(8, position);
                        query.setObject(9, day);
                        try (ResultSet row = query.executeQuery()) {
                            row.next();
                            return row.getBigDecimal(1).longValueExact();
                        }
                    }
                });
    }
}
