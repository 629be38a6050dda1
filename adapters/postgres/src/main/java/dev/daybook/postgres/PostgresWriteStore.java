package dev.daybook.postgres;

import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The write side of one book. It keeps a connection of its own for transactions, and one for what
 * is read ahead of them; when one fails, another is opened.
 */
final class PostgresWriteStore<S> implements WriteStore<S>, AutoCloseable {

    /** The writer may have to wait for what is read ahead, and would do better without it then. */
    private static final int AHEAD_MILLIS_MAX = 2_000;

    private final EventRows rows;
    private final StateTables<S> tables;
    private final JournalExtent extent;
    private final HeadWait head;
    private final Kept transactions;
    private final Kept ahead;

    PostgresWriteStore(
            PostgresSettings settings,
            String schema,
            EventRows rows,
            StateTables<S> tables,
            JournalExtent extent) {
        this.rows = rows;
        this.extent = extent;
        this.tables = tables;
        this.head = new HeadWait(settings, schema);
        this.transactions =
                new Kept(
                        settings,
                        schema,
                        connection -> {
                            head.prepare(connection);
                            connection.setAutoCommit(false);
                        });
        this.ahead =
                new Kept(
                        settings,
                        schema,
                        connection ->
                                connection.setNetworkTimeout(Runnable::run, AHEAD_MILLIS_MAX));
    }

    @Override
    public Transaction<S> begin() {
        try {
            return new PostgresTransaction<>(
                    transactions.open(), rows, tables, extent, transactions::discard);
        } catch (SQLException failure) {
            head.failed(failure);
            transactions.discard();
            throw Sql.failed("begin a transaction", failure);
        } catch (StorageException unreadable) {
            transactions.discard();
            throw unreadable;
        }
    }

    @Override
    public Reads<S> ahead() {
        try {
            return new PostgresReads<>(ahead.open(), tables, ahead::discard);
        } catch (SQLException failure) {
            ahead.discard();
            throw Sql.failed("read ahead", failure);
        }
    }

    @Override
    public void close() {
        transactions.discard();
        ahead.discard();
    }

    private interface Preparation {
        void of(Connection connection) throws SQLException;
    }

    /** A connection of one thread, kept as long as it works. */
    private static final class Kept {

        private static final Logger log = LoggerFactory.getLogger(PostgresWriteStore.class);

        private final PostgresSettings settings;
        private final String schema;
        private final Preparation preparation;
        private @Nullable Connection connection;

        Kept(PostgresSettings settings, String schema, Preparation preparation) {
            this.settings = settings;
            this.schema = schema;
            this.preparation = preparation;
        }

        Connection open() throws SQLException {
            Connection mine = connection;
            if (mine == null) {
                mine = settings.connect(schema);
                connection = mine;
                preparation.of(mine);
            }
            return mine;
        }

        /** A connection that has failed once is not trusted again. */
        void discard() {
            Connection broken = connection;
            connection = null;
            if (broken != null) {
                try {
                    broken.close();
                } catch (SQLException ignored) {
                    log.debug("A broken connection could not be closed.", ignored);
                }
            }
        }
    }
}
