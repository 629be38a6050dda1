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
}
