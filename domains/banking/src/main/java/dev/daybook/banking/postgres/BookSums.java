package dev.daybook.banking.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all balances of a book sum to. */
public final class BookSums {

    private BookSums() {}

    /**
     * The sum of all balances by currency, in minor units: zero for each in a book that is right.
     * Reads every account; run it on a snapshot when a position is to go with it.
     */
    public static SortedMap<String, BigInteger> byCurrency(Connection connection)
            throws SQLException {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select currency, sum(balance) from (
                                  select currency, balance from account
                                  union all
                                  select currency, balance from book_balance
                                ) balances group by currency
                                """)) {
            while (row.next()) {
                BigDecimal sum = row.getBigDecimal(2);
                sums.put(row.getString(1), sum.toBigIntegerExact());
            }
        }
        return sums;
    }
}
