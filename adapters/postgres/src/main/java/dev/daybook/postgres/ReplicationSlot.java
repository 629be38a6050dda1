package dev.daybook.postgres;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the database keeps for the relay of a book: a publication, which names the rows that are
 * streamed, and a logical replication slot, which holds the log until it was confirmed. Both belong
 * to whoever has the lease, and can be lost at any time: they are made again, and the journal gives
 * what they missed.
 *
 * <p>The slot of a relay that is away holds the log, and would fill the disk and stop every command
 * in the end; so a server that does not bound that is refused.
 */
final class ReplicationSlot {

    private static final Logger log = LoggerFactory.getLogger(ReplicationSlot.class);

    /** The first that publishes some columns and some rows of a table. */
    private static final int SERVER_VERSION_MIN = 150_000;

    private static final int END_MILLIS_MAX = 2_000;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String SETTINGS =
            """
            select current_setting('server_version_num')::int, current_setting('server_version'),
                   current_setting('wal_level'), current_setting('max_slot_wal_keep_size'), current_user,
                   (select rolsuper or rolreplication from pg_roles where rolname = current_user)
                     or exists (select from pg_roles where rolname = 'rds_replication' and pg_has_role(current_user, oid, 'member')),
                   has_database_privilege(current_database(), 'create')
            """;

    private static final String IS_AS_MADE =
            """
            select p.pubinsert and not p.pubupdate and not p.pubdelete and not p.pubtruncate and p.pubviaroot
                   and not p.puballtables
                   and (select count(*) = 2 and bool_and(t.schemaname = ? and t.tablename in ('journal', 'command'))
                        from pg_publication_tables t where t.pubname = p.pubname)
            from pg_publication p where p.pubname = ?
            """;

    private static final String NAME =
            "select ? || '_' || oid from pg_database where datname = current_database()";

    private static final String STATE =
            "select plugin, wal_status from pg_replication_slots where slot_name = ?";

    private static final String END_WHO_STREAMS =
            "select active_pid, pg_terminate_backend(active_pid, ?) from pg_replication_slots where"
                    + " slot_name = ? and active_pid is not null";

    private final PostgresSettings settings;
    private final String schema;

    ReplicationSlot(PostgresSettings settings, String schema) {
        this.settings = settings;
        this.schema = schema;
    }

    String publication() {
        return schema + "_relay";
    }

    /**
     * Throws unless the server can do what is needed, and this user may have it do so.
     *
     * @throws LogicalDecodingException which says what to set
     * @throws dev.daybook.engine.journal.StorageException when it cannot be asked
     */
    void check() {
        work(
                "say whether its log can be decoded",
                connection -> {
                    check(connection);
                    return true;
                });
    }

    /**
     * Sees to it that both are there and that nobody else streams: the node that did has lost the
     * lease, and may not know yet.
     *
     * @return the name of the slot, of which the database server knows each only once
     */
    String prepare() {
        return work(
                "prepare to stream its log",
                connection -> {
                    check(connection);
                    String slot = name(connection);
                    endWhoStreams(connection, slot);
                    boolean published = isPublished(connection);
                    String unusable =
                            published ? unusable(connection, slot) : "it has no publication";
                    if (unusable != null) {
                        drop(connection, slot, unusable);
                        if (!published) {
                            publish(connection);
                        }
                    }
                    create(connection, slot);
                    return slot;
                });
    }

    /**
     * Says in the log how far the book is. What is streamed after it was recorded after that, so
     * that whoever reads it knows what the stream will not bring any more.
     */
    void mark() {
        work(
                "mark its log",
                connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "select pg_logical_emit_message(true, ?, position::text) from"
                                            + " head")) {
                        query.setString(1, schema);
                        return query.execute();
                    }
                });
    }

    /**
     * Gives both up, if they are there, so that they hold nothing back when the relay does without;
     * a node that streams is cut off. Never throws.
     */
    void abandon() {
        try {
            work(
                    "let go of its log",
                    connection -> {
                        String slot = name(connection);
                        endWhoStreams(connection, slot);
                        drop(connection, slot, "nobody streams from it");
                        Sql.execute(connection, "drop publication if exists " + publication());
                        return true;
                    });
        } catch (RuntimeException failed) {
            log.warn("What was kept for streaming may still be there: {}", failed.getMessage());
        }
    }

    private <T> T work(String what, Sql.Query<T> work) {
        try (Connection connection = settings.connect(schema)) {
            return work.run(connection);
        } catch (SQLException failure) {
            throw Sql.failed(what, failure);
        }
    }

    private static void check(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SETTINGS);
                ResultSet row = query.executeQuery()) {
            row.next();
            if (row.getInt(1) < SERVER_VERSION_MIN) {
                throw new LogicalDecodingException(
                        "Streaming the log needs PostgreSQL 15 or later, and this is "
                                + row.getString(2)
                                + ".");
            }
            if (!"logical".equals(row.getString(3))) {
                throw new LogicalDecodingException(
                        "Streaming the log needs wal_level = logical, and it is "
                                + row.getString(3)
                                + ": alter system set wal_level = 'logical', and restart the"
                                + " server.");
            }
            if ("-1".equals(row.getString(4))) {
                throw new LogicalDecodingException(
                        "Streaming the log needs a bound, or a relay that is away fills the disk"
                                + " of the database: alter system set max_slot_wal_keep_size ="
                                + " '10GB', and select pg_reload_conf().");
            }
            if (!row.getBoolean(6)) {
                throw new LogicalDecodingException(
                        "Streaming the log needs a user that may replicate: alter role \""
                                + row.getString(5)
                                + "\" replication.");
            }
            if (!row.getBoolean(7)) {
                throw new LogicalDecodingException(
                        "Streaming the log needs a publication: grant create on database … to \""
                                + row.getString(5)
                                + "\".");
            }
        }
    }

    private String name(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NAME)) {
            query.setString(1, schema);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void endWhoStreams(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(END_WHO_STREAMS)) {
            query.setInt(1, END_MILLIS_MAX);
            query.setString(2, slot);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    log.warn(
                            "The stream of a node that does not relay any more was ended (pid"
                                    + " {}).",
                            row.getInt(1));
                }
            }
        }
    }

    private boolean isPublished(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(IS_AS_MADE)) {
            query.setString(1, schema);
            query.setString(2, publication());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Why a slot that is there is of no use; null when it is, or when there is none. */
    private static @Nullable String unusable(Connection connection, String slot)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(STATE)) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (!"pgoutput".equals(row.getString(1))) {
                    return "it decodes by " + row.getString(1);
                }
                return "lost".equals(row.getString(2)) ? "the log it held is gone" : null;
            }
        }
    }

    private static void drop(Connection connection, String slot, String why) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where"
                                + " slot_name = ?")) {
            query.setString(1, slot);
            try (ResultSet dropped = query.executeQuery()) {
                if (dropped.next()) {
                    log.warn("The replication slot {} was dropped: {}.", slot, why);
                }
            }
        }
    }

    /** Before the slot: what is decoded has to be of a time in which it was there. */
    private void publish(Connection connection) throws SQLException {
        Sql.execute(connection, "drop publication if exists " + publication());
        Sql.execute(
                connection,
                "create publication "
                        + publication()
                        + " for table journal, command ("
                        + String.join(", ", StreamedTransactions.COMMAND)
                        + ") where (code is null)"
                        + " with (publish = 'insert', publish_via_partition_root = true)");
    }

    private static void create(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select pg_create_logical_replication_slot(?, 'pgoutput') where not exists"
                                + " (select from pg_replication_slots where slot_name = ?)")) {
            query.setString(1, slot);
            query.setString(2, slot);
            try (ResultSet created = query.executeQuery()) {
                if (created.next()) {
                    log.info("The replication slot {} was made.", slot);
                }
            }
        } catch (SQLException failure) {
            if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
                throw new LogicalDecodingException(
                        "Streaming the log needs a user that may replicate: "
                                + failure.getMessage());
            }
            throw failure;
        }
    }
}
