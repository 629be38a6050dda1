package dev.daybook.banking.postgres;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.banking.view.StatementKey;
import dev.daybook.banking.view.StatementLine;
import dev.daybook.postgres.Sql;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/** Pages of statements. Reads the views' database; may throw StorageException. */
public final class Statements {

    private static final String PAGE =
            """
            select position, transaction, kind, amount, balance, currency, description,
                   counterparty, value_date, recorded_at, version
            from %s
            where account = ? and position < ? and value_date between ? and ?
            order by position desc limit ?
            """
                    .formatted(BankingViews.STATEMENTS.id());

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private final DataSource views;

    public Statements(DataSource views) {
        this.views = views;
    }

    /** A line of a statement and where it stands. */
    public record Line(StatementKey key, StatementLine line) {}

    /**
     * The newest lines of an account.
     *
     * @param from the first booking day, or null for no bound; likewise {@code to}, the last
     * @param before only lines recorded before this position: the last of the page before; null for
     *     the newest
     * @param limit the most lines to return
     */
    public List<Line> page(
            String account,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Long before,
            int limit) {
        return Sql.query(
                views,
                "read a statement",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(PAGE)) {
                        query.setString(1, account);
                        query.setLong(2, before == null ? Long.MAX_VALUE : before);
                        query.setObject(3, bounded(from == null ? EARLIEST : from));
                        query.setObject(4, bounded(to == null ? LATEST : to));
                        query.setInt(5, limit);
                        return lines(account, query);
                    }
                });
    }

    /** A day that PostgreSQL can tell; no booking day is beyond. */
    static LocalDate bounded(LocalDate day) {
        if (day.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return day.isAfter(LATEST) ? LATEST : day;
    }

    private static List<Line> lines(String account, PreparedStatement query) throws SQLException {
        List<Line> lines = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                lines.add(
                        new Line(
                                new StatementKey(account, row.getLong(1)),
                                new StatementLine(
                                        row.getObject(2, UUID.class),
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getString(6),
                                        row.getString(7),
                                        row.getString(8),
                                        row.getObject(9, LocalDate.class),
                                        row.getObject(10, OffsetDateTime.class).toInstant(),
                                        row.getLong(11))));
            }
        }
        return lines;
    }
}
