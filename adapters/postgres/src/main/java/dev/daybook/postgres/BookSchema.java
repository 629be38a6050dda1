package dev.daybook.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The tables of a book. */
final class BookSchema {

    /** Names the shape of the tables below; to be raised when they change. */
    private static final String FORMAT = "daybook book format 4";

    /**
     * Stands in the place of {@link #FORMAT} while a book is restored: no other program opens it.
     */
    private static final String RESTORING = FORMAT + ", being restored";

    /** Serializes the creation of schemas among nodes; an arbitrary number of our own. */
    private static final long CREATION_LOCK = 0x6461_7962_6F6F_6BL;

    private static final String TABLES =
            """
            create table head (
              only_row     boolean primary key default true check (only_row),
              book         text        not null,
              position     bigint      not null,
              recorded_at  timestamptz not null,
              lanes        bigint[]    not null,
              frontier     bytea       not null
            ) with (fillfactor = 20);

            -- how the journal is partitioned, and what of it is in an archive instead
            create table extent (
              only_row         boolean primary key default true check (only_row),
              partition_events bigint  not null,
              dropped          bigint  not null default 0,
              place            text    not null default ''
            );

            -- where an entity's dropped events are: by a hash of its name, as distances from a stretch's beginning
            create table dropped_entity (
              entity  bigint    not null,
              stretch bigint    not null,
              offsets integer[] not null,
              primary key (entity, stretch)
            );

            create table event_schema (
              id      smallint primary key,
              topic   text     not null,
              type    text     not null,
              version integer  not null,
              avro    text     not null,
              unique (type, version)
            );

            -- entity is null where it is named after the command that made it, as a transaction is: a third of all
            -- events in a bank, which are found by the command and need no entry in the index
            create table journal (
              position    bigint      not null primary key,
              kind        text        collate "C" not null,
              entity      text        collate "C",
              version     bigint      not null,
              schema      smallint    not null,
              lane        smallint    not null,
              previous    bigint      not null,
              recorded_at timestamptz not null,
              value_date  date,
              command     uuid        not null,
              payload     bytea       not null,
              hash        bytea       not null
            ) partition by range (position);

            -- by a hash of the name, which takes less than half of the room, and of the time to put it in
            create index journal_entity on journal (hashtextextended(entity, 0), position) where entity is not null;

            -- correlation is null where it is the command's own id, which is most of them
            create table command (
              id             uuid        primary key,
              client         text        collate "C" not null,
              key            text        collate "C",
              key_digest     uuid,
              digest         bytea       not null,
              type           text        not null,
              actor          text        not null,
              on_behalf_of   text,
              channel        text        not null,
              reason         text        not null,
              correlation    text,
              causation      text,
              trace          text,
              received_at    timestamptz not null,
              decided_at     timestamptz not null,
              position       bigint      not null,
              first_position bigint,
              code           text,
              detail         text,
              figures        text[]
            );

            create unique index command_key on command (key_digest) where key_digest is not null;
            create index command_rejected on command (id) where code is not null;
            create index command_refused_at on command (position, id) where code is not null;

            create table snapshot (
              kind     text   collate "C" not null,
              entity   text   collate "C" not null,
              position bigint not null,
              version  bigint not null,
              type     text   not null,
              shape    bigint not null,
              state    bytea  not null,
              primary key (entity, kind, position)
            );
            """;

    private BookSchema() {}

    /** Makes the tables of a book unless they are there. */
    static void create(
            PostgresSettings settings,
            String schema,
            String book,
            StateTables<?> tables,
            long partitionEvents) {
        locked(
                settings,
                schema,
                "create the book " + book,
                connection -> {
                    if (exists(connection, schema)) {
                        requireFormat(connection, schema, book);
                    } else {
                        create(connection, schema, book, tables, partitionEvents);
                        setFormat(connection, schema, FORMAT);
                    }
                });
    }

    /** Throws unless there is a book that is whole. */
    static void requireBook(PostgresSettings settings, String schema, String book) {
        locked(
                settings,
                schema,
                "look for the book " + book,
                connection -> {
                    if (!exists(connection, schema)) {
                        throw new NoSuchBookException(book);
                    }
                    requireFormat(connection, schema, book);
                });
    }

    /**
     * Makes the tables of a book that is to be restored, and marks it as unfinished.
     *
     * @throws BookNotEmptyException when there is anything in it that is not from an earlier
     *     attempt
     */
    static void beginRestoring(
            PostgresSettings settings,
            String schema,
            String book,
            StateTables<?> tables,
            long partitionEvents) {
        locked(
                settings,
                schema,
                "begin to restore the book " + book,
                connection -> {
                    if (!exists(connection, schema)) {
                        create(connection, schema, book, tables, partitionEvents);
                    } else if (!RESTORING.equals(format(connection, schema))) {
                        requireFormat(connection, schema, book);
                        requireEmpty(connection, book);
                    }
                    setFormat(connection, schema, RESTORING);
                });
    }

    /** The book is whole, and a book like any other from now on. */
    static void endRestoring(PostgresSettings settings, String schema, String book) {
        locked(
                settings,
                schema,
                "end the restoration of the book " + book,
                connection -> setFormat(connection, schema, FORMAT));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static void locked(PostgresSettings settings, String schema, String what, Work work) {
        try (Connection connection = settings.connect(schema)) {
            connection.setAutoCommit(false);
            Sql.execute(connection, "select pg_advisory_xact_lock(" + CREATION_LOCK + ")");
            work.on(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw Sql.failed(what, failure);
        }
    }

    private static void create(
            Connection connection,
            String schema,
            String book,
            StateTables<?> tables,
            long partitionEvents)
            throws SQLException {
        Sql.execute(connection, "create schema " + schema);
        Sql.execute(connection, TABLES);
        Sql.execute(connection, tables.schema());
        new JournalExtent(partitionEvents, 0, "").create(connection, 0);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into extent (partition_events) values (?)")) {
            insert.setLong(1, partitionEvents);
            insert.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into head (book, position, recorded_at, lanes, frontier)"
                                + " values (?, 0, 'epoch', '{}', '')")) {
            insert.setString(1, book);
            insert.executeUpdate();
        }
    }

    private static void setFormat(Connection connection, String schema, String format)
            throws SQLException {
        Sql.execute(connection, "comment on schema " + schema + " is '" + format + "'");
    }

    private static void requireEmpty(Connection connection, String book) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "select 1 from head where position > 0 union all (select 1 from"
                                        + " command limit 1)");
                ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                throw new BookNotEmptyException(book);
            }
        }
    }

    /**
     * Finds the refused commands of a range, which only an archive asks for. A book that was made
     * before there was one has to be given the index; it is written to meanwhile.
     */
    static void indexRefused(PostgresSettings settings, String schema) {
        try (Connection connection = settings.connectPatiently(schema)) {
            Sql.execute(
                    connection,
                    "create index concurrently if not exists command_refused_at on command"
                            + " (position, id) where code is not null");
        } catch (SQLException failure) {
            throw Sql.failed("index the refused commands", failure);
        }
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select 1 from pg_namespace where nspname = ?")) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Other tables than these would be damaged rather than read. */
    private static void requireFormat(Connection connection, String schema, String book)
            throws SQLException {
        String found = format(connection, schema);
        if (RESTORING.equals(found)) {
            throw new UnfinishedRestoreException(book);
        }
        if (!FORMAT.equals(found)) {
            throw new BookFormatException(schema, found, FORMAT);
        }
    }

    private static @Nullable String format(Connection connection, String schema)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "select obj_description(oid, 'pg_namespace') from pg_namespace where"
                                + " nspname = ?")) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
