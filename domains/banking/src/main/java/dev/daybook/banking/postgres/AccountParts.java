package dev.daybook.banking.postgres;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.Account.AuthorizedUser;
import dev.daybook.banking.model.Account.Hold;
import dev.daybook.banking.model.Account.PendingCredit;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.postgres.Rows.Column;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What hangs on accounts: holds, pending credits and authorised users. Of each list only the items
 * that came or went are written.
 */
final class AccountParts {

    private static final int UUID_CHARS = 36;

    private final Rows holds =
            new Rows(Column.TEXT, Column.UUID, Column.BIGINT, Column.INSTANT, Column.INSTANT);
    private final Rows holdsGone = new Rows(Column.TEXT, Column.UUID);
    private final Rows credits =
            new Rows(
                    Column.TEXT,
                    Column.UUID,
                    Column.BIGINT,
                    Column.TEXT,
                    Column.TEXT,
                    Column.INSTANT);
    private final Rows creditsGone = new Rows(Column.TEXT, Column.UUID);
    private final Rows users = new Rows(Column.TEXT, Column.TEXT, Column.TEXT, Column.BIGINT);
    private final Rows usersGone = new Rows(Column.TEXT, Column.TEXT);

    void add(@Nullable Account before, Account after) {
        String id = after.id();
        compare(
                before == null ? List.of() : before.holds(),
                after.holds(),
                Hold::id,
                hold ->
                        holds.add(
                                id,
                                command(hold.id()),
                                hold.amount(),
                                hold.placedAt(),
                                hold.expiresAt()),
                gone -> holdsGone.add(id, command(gone)));
        compare(
                before == null ? List.of() : before.pendingCredits(),
                after.pendingCredits(),
                PendingCredit::id,
                credit ->
                        credits.add(
                                id,
                                command(credit.id()),
                                credit.amount(),
                                credit.via(),
                                credit.description(),
                                credit.addedAt()),
                gone -> creditsGone.add(id, command(gone)));
        compare(
                before == null ? List.of() : before.authorizedUsers(),
                after.authorizedUsers(),
                AuthorizedUser::user,
                user -> users.add(id, user.user(), user.role(), user.perTransactionLimit()),
                gone -> usersGone.add(id, gone));
    }

    /** Tells which items are new or different, and the keys of those that are gone. */
    private static <T> void compare(
            List<T> before,
            List<T> after,
            Function<T, String> key,
            Consumer<T> written,
            Consumer<String> gone) {
        if (before.equals(after)) {
            return;
        }
        Set<T> same = new HashSet<>(before);
        Set<String> left = new HashSet<>();
        for (T item : after) {
            left.add(key.apply(item));
            if (!same.contains(item)) {
                written.accept(item);
            }
        }
        for (T item : before) {
            if (!left.contains(key.apply(item))) {
                gone.accept(key.apply(item));
            }
        }
    }

    /** The command in {@code <account>~<command>}. */
    private static UUID command(String part) {
        return UUID.fromString(part.substring(part.length() - UUID_CHARS));
    }

    void save(Connection connection) throws SQLException {
        holdsGone.execute(
                connection,
                """
                delete from hold h using unnest(?::text[], ?::uuid[]) as w (account, command)
                where h.account = w.account and h.command = w.command
                """);
        holds.execute(
                connection,
                """
                insert into hold (account, command, amount, placed_at, expires_at)
                select * from unnest(?::text[], ?::uuid[], ?::bigint[], ?::timestamptz[],
                    ?::timestamptz[])
                """);
        creditsGone.execute(
                connection,
                """
                delete from pending_credit c
                using unnest(?::text[], ?::uuid[]) as w (account, command)
                where c.account = w.account and c.command = w.command
                """);
        credits.execute(
                connection,
                """
                insert into pending_credit (account, command, amount, via, description, added_at)
                select * from unnest(?::text[], ?::uuid[], ?::bigint[], ?::text[], ?::text[],
                    ?::timestamptz[])
                """);
        usersGone.execute(
                connection,
                """
                delete from authorized_user u using unnest(?::text[], ?::text[]) as w (account, name)
                where u.account = w.account and u.name = w.name
                """);
        users.execute(
                connection,
                """
                insert into authorized_user (account, name, role, per_transaction_limit)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])
                on conflict (account, name) do update
                set role = excluded.role, per_transaction_limit = excluded.per_transaction_limit
                """);
    }

    /** The parts of several accounts, by account. */
    record Loaded(
            Map<String, List<Hold>> holds,
            Map<String, List<PendingCredit>> pendingCredits,
            Map<String, List<AuthorizedUser>> authorizedUsers) {

        List<Hold> holds(String account) {
            return holds.getOrDefault(account, List.of());
        }

        List<PendingCredit> pendingCredits(String account) {
            return pendingCredits.getOrDefault(account, List.of());
        }

        /** By name as Java orders texts, which is not quite how PostgreSQL does beyond ASCII. */
        List<AuthorizedUser> authorizedUsers(String account) {
            return authorizedUsers.getOrDefault(account, List.of()).stream()
                    .sorted(Comparator.comparing(AuthorizedUser::user))
                    .toList();
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    static Loaded load(Connection connection, List<String> accounts) throws SQLException {
        return new Loaded(
                load(
                        connection,
                        accounts,
                        """
                        select account, command, amount, placed_at, expires_at
                        from hold where account = any (?) order by account, command
                        """,
                        AccountParts::hold),
                load(
                        connection,
                        accounts,
                        """
                        select account, command, amount, via, description, added_at
                        from pending_credit where account = any (?) order by account, command
                        """,
                        AccountParts::pendingCredit),
                load(
                        connection,
                        accounts,
                        """
                        select account, name, role, per_transaction_limit
                        from authorized_user where account = any (?)
                        """,
                        AccountParts::authorizedUser));
    }

    private static <T> Map<String, List<T>> load(
            Connection connection, List<String> accounts, String sql, Reader<T> reader)
            throws SQLException {
        Map<String, List<T>> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, Rows.array(connection, Column.TEXT, accounts));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(reader.read(row));
                }
            }
        }
        return found;
    }

    private static Hold hold(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject(5, OffsetDateTime.class);
        return new Hold(
                Identifiers.part(row.getString(1), row.getObject(2, UUID.class)),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static PendingCredit pendingCredit(ResultSet row) throws SQLException {
        return new PendingCredit(
                Identifiers.part(row.getString(1), row.getObject(2, UUID.class)),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }

    private static AuthorizedUser authorizedUser(ResultSet row) throws SQLException {
        return new AuthorizedUser(row.getString(2), row.getString(3), row.getObject(4, Long.class));
    }
}
