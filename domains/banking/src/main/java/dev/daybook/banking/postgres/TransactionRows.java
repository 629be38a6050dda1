package dev.daybook.banking.postgres;

import static java.util.Objects.requireNonNull;

import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Posting;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.postgres.Rows.Column;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.postgres.BinaryCopy;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Transactions and their legs. They are copied in once; all that changes later is that one was
 * reversed.
 */
final class TransactionRows {

    private static final String TRANSACTION =
            "transaction (id, version, kind, description, metadata, value_date, reverses,"
                    + " reversed_by)";

    private static final String POSTING =
            "posting (transaction, leg, account, amount, currency, balance_after, account_version)";

    private final List<Versioned<Transaction>> made = new ArrayList<>();
    private final Rows reversed = new Rows(Column.UUID, Column.BIGINT, Column.UUID);

    void add(@Nullable Transaction before, Transaction after, long version) {
        if (before != null) {
            reversed.add(after.id(), version, after.reversedBy());
        } else {
            made.add(new Versioned<>(after, version));
        }
    }

    private static void put(Transaction transaction, long version, BinaryCopy copy)
            throws SQLException {
        copy.row(8)
                .put(transaction.id())
                .put(version)
                .put(transaction.kind())
                .put(transaction.description());
        if (transaction.metadata().isEmpty()) {
            copy.putNull();
        } else {
            List<String> namesAndValues = new ArrayList<>(2 * transaction.metadata().size());
            transaction
                    .metadata()
                    .forEach((name, value) -> {
                        namesAndValues.add(name);
                        namesAndValues.add(value);
                    });
            copy.put(namesAndValues);
        }
        copy.put(transaction.valueDate());
        copy.put(transaction.reverses()).put(transaction.reversedBy());
    }

    private static void putLegs(Transaction transaction, BinaryCopy copy) throws SQLException {
        int leg = 0;
        for (Posting posting : transaction.legs()) {
            copy.row(7)
                    .put(transaction.id())
                    .putShort(leg++)
                    .put(posting.account())
                    .put(posting.amount())
                    .put(posting.currency())
                    .put(posting.balanceAfter())
                    .put(posting.accountVersion());
        }
    }

    void save(Connection connection) throws SQLException {
        if (!made.isEmpty()) {
            try (BinaryCopy copy = BinaryCopy.into(connection, TRANSACTION)) {
                for (Versioned<Transaction> each : made) {
                    put(requireNonNull(each.state()), each.version(), copy);
                }
                copy.end();
            }
            try (BinaryCopy copy = BinaryCopy.into(connection, POSTING)) {
                for (Versioned<Transaction> each : made) {
                    putLegs(requireNonNull(each.state()), copy);
                }
                copy.end();
            }
        }
        reversed.execute(
                connection,
                """
                update transaction t set version = w.version, reversed_by = w.reversed_by
                from unnest(?::uuid[], ?::bigint[], ?::uuid[]) as w (id, version, reversed_by)
                where t.id = w.id
                """);
    }

    static void load(
            Connection connection, List<UUID> ids, Map<EntityId, Versioned<BankingState>> found)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        Map<UUID, List<Posting>> legs = legs(connection, ids);
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        select id, version, kind, description, metadata, value_date, reverses,
                               reversed_by
                        from transaction where id = any (?)
                        """)) {
            query.setArray(1, Rows.array(connection, Column.UUID, ids));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    Transaction transaction =
                            new Transaction(
                                    id,
                                    row.getString(3),
                                    legs.getOrDefault(id, List.of()),
                                    row.getString(4),
                                    metadata(row.getArray(5)),
                                    row.getObject(6, LocalDate.class),
                                    row.getObject(7, UUID.class),
                                    row.getObject(8, UUID.class));
                    found.put(
                            Identifiers.transaction(id),
                            new Versioned<>(transaction, row.getLong(2)));
                }
            }
        }
    }

    private static Map<UUID, List<Posting>> legs(Connection connection, List<UUID> ids)
            throws SQLException {
        Map<UUID, List<Posting>> legs = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        select transaction, account, amount, currency, balance_after, account_version
                        from posting where transaction = any (?) order by transaction, leg
                        """)) {
            query.setArray(1, Rows.array(connection, Column.UUID, ids));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    legs.computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>(2))
                            .add(
                                    new Posting(
                                            row.getString(2),
                                            row.getLong(3),
                                            row.getString(4),
                                            row.getLong(5),
                                            row.getLong(6)));
                }
            }
        }
        return legs;
    }

    private static Map<String, String> metadata(@Nullable Array namesAndValues)
            throws SQLException {
        if (namesAndValues == null) {
            return Map.of();
        }
        String[] texts = (String[]) namesAndValues.getArray();
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i + 1 < texts.length; i += 2) {
            metadata.put(texts[i], texts[i + 1]);
        }
        return metadata;
    }
}
