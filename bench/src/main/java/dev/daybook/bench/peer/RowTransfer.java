package dev.daybook.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.bench.load.Transfers;
import dev.daybook.engine.command.CommandIds;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;

/** One transfer in one transaction. */
final class RowTransfer {

    private static final CommandIds IDS = new CommandIds(InstantSource.system());

    private RowTransfer() {}

    static void post(Connection connection, Transfers.Transfer transfer) throws SQLException {
        UUID id = IDS.next();
        try {
            takeKey(connection, id);
            Balances balances = lock(connection, transfer);
            if (balances.from() < transfer.cents()) {
                throw new SQLException("Not enough money on account " + transfer.from());
            }
            Balances after =
                    new Balances(
                            balances.from() - transfer.cents(), balances.to() + transfer.cents());
            update(connection, transfer, after);
            insert(connection, id, transfer, after);
            announce(connection, id, transfer);
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            throw failed;
        }
    }

    private record Balances(long from, long to) {}

    private static void takeKey(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        insert into idempotency_key (client, key, digest, transaction)
                        values ('bench', ?, ?, ?) on conflict do nothing
                        """)) {
            insert.setString(1, id.toString());
            insert.setBytes(2, id.toString().substring(0, 32).getBytes(UTF_8));
            insert.setObject(3, id);
            if (insert.executeUpdate() != 1) {
                throw new SQLException("The key was used before: " + id);
            }
        }
    }

    /** In the order of the numbers, so that no two transfers wait for each other. */
    private static Balances lock(Connection connection, Transfers.Transfer transfer)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select id, balance from account where id in (?, ?) order by id for"
                                + " update")) {
            query.setLong(1, transfer.from());
            query.setLong(2, transfer.to());
            long from = 0;
            long to = 0;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong(1) == transfer.from()) {
                        from = rows.getLong(2);
                    } else {
                        to = rows.getLong(2);
                    }
                }
            }
            return new Balances(from, to);
        }
    }

    private static void update(Connection connection, Transfers.Transfer transfer, Balances after)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update account set balance = ?, version = version + 1 where id = ?")) {
            update.setLong(1, after.from());
            update.setLong(2, transfer.from());
            update.addBatch();
            update.setLong(1, after.to());
            update.setLong(2, transfer.to());
            update.addBatch();
            update.executeBatch();
        }
    }

    private static void insert(
            Connection connection, UUID id, Transfers.Transfer transfer, Balances after)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        insert into transaction (id, kind, description, actor, reason, value_date)
                        values (?, 'transfer', 'invoice', 'bench', ?, current_date)
                        """)) {
            insert.setObject(1, id);
            insert.setString(2, "standing order of the customer");
            insert.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        insert into posting (transaction, leg, account, amount, balance_after)
                        values (?, ?, ?, ?, ?)
                        """)) {
            posting(insert, id, 0, transfer.from(), -transfer.cents(), after.from());
            posting(insert, id, 1, transfer.to(), transfer.cents(), after.to());
            insert.executeBatch();
        }
    }

    private static void posting(
            PreparedStatement insert, UUID id, int leg, long account, long cents, long balance)
            throws SQLException {
        insert.setObject(1, id);
        insert.setInt(2, leg);
        insert.setLong(3, account);
        insert.setLong(4, cents);
        insert.setLong(5, balance);
        insert.addBatch();
    }

    private static void announce(Connection connection, UUID id, Transfers.Transfer transfer)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into outbox (topic, key, payload) values ('transfers', ?,"
                                + " ?::jsonb)")) {
            insert.setString(1, id.toString());
            insert.setString(
                    2,
                    """
                    {"transaction":"%s","from":"%d","to":"%d","cents":%d,"currency":"EUR"}\
                    """
                            .formatted(id, transfer.from(), transfer.to(), transfer.cents()));
            insert.executeUpdate();
        }
    }
}
