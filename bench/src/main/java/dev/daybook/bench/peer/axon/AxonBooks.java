package dev.daybook.bench.peer.axon;

import dev.daybook.bench.load.Transfers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Looks at the events that Axon has stored, without Axon. */
final class AxonBooks {

    private static final String RIGHT =
            """
            with event as (
              select "aggregateIdentifier" as account, "aggregateSequenceNumber" as number,
                     split_part(type, '$', 2) as type,
                     convert_from(payload, 'UTF8')::jsonb as payload
              from "AggregateEventEntry"
            ), last as (
              select distinct on (account) account, number,
                     coalesce(payload->>'balanceAfter', payload->>'cents')::numeric as balance
              from event order by account, number desc
            )
            select (select sum(balance) from last) = ?
               and (select sum(number + 1) from last) = (select count(*) from event)
               and (select count(*) from event where type = 'AccountOpened') = ?
               and (select count(*) from event where type = 'MoneyWithdrawn') = ?
               and (select count(*) from event where type = 'MoneyDeposited') = ?
            """;

    private AxonBooks() {}

    /**
     * Nothing was made or lost, no event is missing from its stream, and what was acknowledged is
     * there once.
     *
     * @throws IllegalStateException when it is not so
     */
    static void check(DataSource pool, int accounts, long committed) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(RIGHT)) {
            query.setLong(1, Transfers.OPENING_CENTS * accounts);
            query.setInt(2, accounts);
            query.setLong(3, committed);
            query.setLong(4, committed);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new IllegalStateException("The books that Axon kept are not right.");
                }
            }
            connection.rollback();
        }
    }
}
