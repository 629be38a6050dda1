package dev.daybook.postgres;

import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The write side of one book. It keeps one connection of its own, and opens another when that
 * fails.
 */
final class PostgresWriteStore<S> implements WriteStore<S>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresWriteStore.class);

    private final PostgresSettings settings;
    private final String schema;
    private final EventRows rows;
    private final StateTables<S> tables;
    private @Nullable Connection connection;

    PostgresWriteStore(
            PostgresSettings settings, String schema, EventRows rows, StateTables<S> tables) {
        this.settings = settings;
        this.schema = schema;
        this.rows = rows;
        this.tables = tables;
    }

    @Override
    public Transaction<S> begin() {
        try {
            Connection mine = connection;
            if (mine == null) {
                mine = settings.connect(schema);
                mine.setAutoCommit(false);
                connection = mine;
            }
            return new PostgresTransaction<>(mine, rows, tables, this::discard);
        } catch (SQLException failure) {
            discard();
            throw Sql.failed("begin a transaction", failure);
        } catch (StorageException failure) {
            discard();
            throw failure;
        }
    }

    /** A connection that has failed once is not trusted again. */
    private void discard() {
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

    @Override
    public void close() {
        discard();
    }
}
