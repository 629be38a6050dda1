package dev.daybook.banking.postgres;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.postgres.Sql;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** What was recorded hour by hour. Reads the views' database; may throw StorageException. */
public final class HourlyVolumes {

    private static final String VOLUMES =
            """
            select hour, kind, currency, sum(transactions), sum(amount)
            from %s
            where hour >= ? and hour < ?
            group by hour, kind, currency
            order by hour, kind, currency
            limit ?
            """
                    .formatted(BankingViews.VOLUMES.id());

    private final DataSource views;

    public HourlyVolumes(DataSource views) {
        this.views = views;
    }

    /**
     * One kind of transaction in one currency within an hour.
     *
     * @param hour its beginning
     * @param amount that changed hands, in minor units
     */
    public record HourlyVolume(
            Instant hour, String kind, String currency, long transactions, BigInteger amount) {}

    /**
     * Hours in their order.
     *
     * @param from the first hour that may be there
     * @param to the first that is not
     * @param limit the most rows to return
     */
    public List<HourlyVolume> read(Instant from, Instant to, int limit) {
        return Sql.query(
                views,
                "read what was recorded by hour",
                connection -> {
                    List<HourlyVolume> volumes = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(VOLUMES)) {
                        query.setObject(1, from.atOffset(ZoneOffset.UTC));
                        query.setObject(2, to.atOffset(ZoneOffset.UTC));
                        query.setInt(3, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                volumes.add(
                                        new HourlyVolume(
                                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getBigDecimal(4).longValueExact(),
                                                row.getBigDecimal(5).toBigIntegerExact()));
                            }
                        }
                    }
                    return volumes;
                });
    }
}
