package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.engine.archive.ArchivedJournal;
import dev.daybook.engine.archive.ArchivedSnapshot;
import dev.daybook.engine.book.CurrentState;
import dev.daybook.engine.book.Storage;
import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.verify.BookSnapshot;
import dev.daybook.engine.view.ViewLedger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

/**
 * One book in PostgreSQL: a schema with the head, the journal, the commands and the domain's
 * tables. The schema is created when the book is opened for the first time.
 */
public final class PostgresBook<S> implements Storage<S>, AutoCloseable {

    private final PostgresSettings settings;
    private final String name;
    private final String schema;
    private final HikariDataSource pool;
    private final PostgresWriteStore<S> writes;
    private final EventSchemas schemas;
    private final PostgresJournal hot;
    private final ArchivedJournal journal;
    private final PostgresCommandLog commands;
    private final StateTables<S> tables;
    private final ViewLedger ledger;

    /**
     * Opens a book, creating it if need be.
     *
     * @param book its name: lower-case letters, digits and underscores
     * @throws StorageException when the database cannot be reached or refuses
     */
    public PostgresBook(
            PostgresSettings settings,
            String book,
            Domain<?, S, ?> domain,
            StateTables<S> tables,
            ViewLedger ledger,
            PostgresBookOptions options) {
        this(settings, book, domain, tables, ledger, options, false);
    }

    /** Opens a book with the standard options. */
    public PostgresBook(
            PostgresSettings settings,
            String book,
            Domain<?, S, ?> domain,
            StateTables<S> tables,
            ViewLedger ledger) {
        this(settings, book, domain, tables, ledger, PostgresBookOptions.STANDARD);
    }

    private PostgresBook(
            PostgresSettings settings,
            String book,
            Domain<?, S, ?> domain,
            StateTables<S> tables,
            ViewLedger ledger,
            PostgresBookOptions options,
            boolean restoring) {
        this.settings = settings;
        this.name = book;
        this.schema = "book_" + Sql.checkedName(book);
        if (restoring) {
            BookSchema.beginRestoring(settings, schema, book, tables, options.partitionEvents());
        } else {
            BookSchema.create(settings, schema, book, tables, options.partitionEvents());
        }
        this.tables = tables;
        this.ledger = ledger;
        this.pool = settings.pool("daybook-read-" + book, schema, true);
        this.schemas = new EventSchemas(domain.events(), settings, schema);
        EventRows rows = new EventRows(schemas);
        this.hot = new PostgresJournal(pool, rows);
        this.journal =
                new ArchivedJournal(hot, new PostgresDroppedEvents(pool), options.archives());
        this.commands = new PostgresCommandLog(pool);
        this.writes = new PostgresWriteStore<>(settings, schema, rows, tables, extent());
    }

    /**
     * Opens a book that is to be restored, creating it if need be. Until {@link #restored} no other
     * program can open it.
     *
     * @throws BookNotEmptyException when there is anything in it that is not from an earlier,
     *     interrupted restoration
     */
    public static <S> PostgresBook<S> restoring(
            PostgresSettings settings,
            String book,
            Domain<?, S, ?> domain,
            StateTables<S> tables,
            ViewLedger ledger,
            PostgresBookOptions options) {
        return new PostgresBook<>(settings, book, domain, tables, ledger, options, true);
    }

    /** Which part of the journal is in the database at the moment. */
    public JournalExtent extent() {
        return Sql.query(pool, "read how the journal is partitioned", JournalExtent::read);
    }

    /** The book is restored, and a book like any other from now on. */
    public void restored() {
        BookSchema.endRestoring(settings, schema, name);
    }

    @Override
    public WriteStore<S> writes() {
        return writes;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /**
     * The events of this book as they come by the database's log, for one relay. It holds nothing
     * before it begins.
     */
    public WalSource wal() {
        return wal(System::nanoTime);
    }

    /**
     * @param nanoTime a clock that only says how much time has passed, in nanoseconds
     */
    WalSource wal(LongSupplier nanoTime) {
        return new WalSource(settings, schema, name, schemas::entry, journal, nanoTime);
    }

    /** Gives up what the database keeps for {@link #wal}, if there is any. Never throws. */
    public void abandonWal() {
        new ReplicationSlot(settings, schema).abandon();
    }

    @Override
    public CommandLog commands() {
        return commands;
    }

    @Override
    public ViewLedger ledger() {
        return ledger;
    }

    /** Connections to the book's schema, for a domain's own queries. They are read-only. */
    public DataSource reads() {
        return pool;
    }

    @Override
    public CurrentState<S> current() {
        return entities ->
                snapshot(
                        "read the current state",
                        connection ->
                                new CurrentState.At<>(
                                        position(connection), tables.load(connection, entities)));
    }

    /** Runs queries on the book as it stands at one moment. */
    public <T> T snapshot(String what, Sql.Query<T> work) {
        return Sql.query(
                pool,
                what,
                connection -> {
                    connection.setAutoCommit(false);
                    try {
                        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                        return work.run(connection);
                    } finally {
                        connection.rollback();
                        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                        connection.setAutoCommit(true);
                    }
                });
    }

    @Override
    public BookSnapshot<S> snapshot() {
        try {
            return new ArchivedSnapshot<>(
                    new PostgresSnapshot<>(pool.getConnection(), hot.rows(), tables), journal);
        } catch (SQLException failure) {
            throw Sql.failed("take a snapshot of the book", failure);
        }
    }

    @Override
    public AutoCloseable onHeadMoved(LongConsumer listener) {
        return new HeadListener(settings, schema, listener);
    }

    /** The last position, as a connection sees it. */
    public static long position(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select position from head")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        writes.close();
        journal.close();
        pool.close();
    }
}
