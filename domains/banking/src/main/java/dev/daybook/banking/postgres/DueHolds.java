package dev.daybook.banking.postgres;

import dev.daybook.banking.model.Identifiers;
import dev.daybook.postgres.Sql;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

/** Which holds are over. Reads the book's database; every method may throw StorageException. */
public final class DueHolds {

    private final DataSource book;

    public DueHolds(DataSource book) {
        this.book = book;
    }

    /** Open holds whose time is over, the longest overdue first, at most {@code limit}. */
    public List<String> due(Instant now, int limit) {
        return Sql.query(
                book,
                "look for expired holds",
                connection -> {
                    List<String> due = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    """
                                    select account, command from hold
                                    where expires_at <= ? order by expires_at limit ?
                                    """)) {
                        query.setObject(1, now.atOffset(ZoneOffset.UTC));
                        query.setInt(2, limit);
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                due.add(
                                        Identifiers.part(
                                                row.getString(1), row.getObject(2, UUID.class)));
                            }
                        }
                    }
                    return due;
                });
    }

    /** When the next hold is over, or null when none ever will be. */
    public @Nullable Instant next() {
        return Sql.<@Nullable Instant>query(
                book,
                "look for the next hold",
                connection -> {
                    try (PreparedStatement query =
                                    connection.prepareStatement(
                                            """
                                            select min(expires_at) from hold where expires_at is not null
                                            """);
                            ResultSet row = query.executeQuery()) {
                        row.next();
                        OffsetDateTime next = row.getObject(1, OffsetDateTime.class);
                        return next == null ? null : next.toInstant();
                    }
                });
    }
}
