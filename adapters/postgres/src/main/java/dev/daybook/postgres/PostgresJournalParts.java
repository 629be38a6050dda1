package dev.daybook.postgres;

import dev.daybook.engine.archive.JournalParts;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * The partitions of a journal in PostgreSQL. To drop one, nobody may read the journal, nor write to
 * it: for that it waits a moment at a time, so that it never keeps a writer for longer, and tries
 * again.
 */
final class PostgresJournalParts implements JournalParts {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int LOCK_MILLIS = 50;
    private static final int ATTEMPTS = 60;
    private static final long PAUSE_MILLIS = 1_000;

    private final PostgresSettings settings;
    private final String schema;

    PostgresJournalParts(PostgresSettings settings, String schema) {
        this.settings = settings;
        this.schema = schema;
    }

    @Override
    public @Nullable Part oldest() {
        try (Connection connection = settings.connect(schema)) {
            return oldest(JournalExtent.read(connection), PostgresBook.position(connection));
        } catch (SQLException failure) {
            throw Sql.failed("look for the oldest partition", failure);
        }
    }

    private static @Nullable Part oldest(JournalExtent extent, long head) {
        long last = extent.dropped() + extent.partitionEvents();
        return last < head ? new Part(extent.dropped() + 1, last) : null;
    }

    @Override
    public boolean drop(Part part, String place) {
        try (Connection connection = settings.connectPatiently(schema)) {
            connection.setAutoCommit(false);
            // One at a time; and who comes second reads what the first has written.
            Sql.execute(connection, "select 1 from extent for update");
            JournalExtent extent = JournalExtent.read(connection);
            if (!part.equals(oldest(extent, PostgresBook.position(connection)))) {
                return false;
            }
            String table = JournalExtent.table(extent.partition(part.last()));
            remember(connection, table);
            lockJournal(connection);
            Sql.execute(connection, "drop table " + table);
            try (PreparedStatement update =
                    connection.prepareStatement("update extent set dropped = ?, place = ?")) {
                update.setLong(1, part.last());
                update.setString(2, place);
                update.executeUpdate();
            }
            connection.commit();
            return true;
        } catch (SQLException failure) {
            throw Sql.failed("drop the oldest partition", failure);
        }
    }

    /** Notes where the named entities are; those that bear a command's name are found by it. */
    private static void remember(Connection connection, String table) throws SQLException {
        Sql.execute(connection, "set local enable_seqscan = on"); // all of it is wanted
        String stretch = String.valueOf(PostgresDroppedEvents.STRETCH);
        Sql.execute(
                connection,
                "insert into dropped_entity (entity, stretch, offsets) select"
                        + " hashtextextended(entity, 0), position / "
                        + stretch
                        + ", array_agg((position % "
                        + stretch
                        + ")::integer order by position) from "
                        + table
                        + " where entity is not null group by 1, 2"
                        // a stretch may have begun in the partition before
                        + " on conflict (entity, stretch) do update set offsets ="
                        + " dropped_entity.offsets || excluded.offsets");
    }

    private static void lockJournal(Connection connection) throws SQLException {
        Sql.execute(connection, "set local lock_timeout = " + LOCK_MILLIS);
        for (int attempt = 1; ; attempt++) {
            Savepoint before = connection.setSavepoint();
            try {
                Sql.execute(connection, "lock table journal in access exclusive mode");
                return;
            } catch (SQLException inUse) {
                if (!LOCK_NOT_AVAILABLE.equals(inUse.getSQLState())) {
                    throw inUse;
                }
                connection.rollback(before);
                if (attempt == ATTEMPTS) {
                    throw new StorageException(
                            "For a minute somebody has read the journal without a pause, a"
                                    + " verification perhaps; nothing was dropped.",
                            inUse);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StorageException("It was interrupted; nothing was dropped.", stopped);
        }
    }
}
