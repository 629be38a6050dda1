package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.engine.archive.ArchiveSource;
import dev.daybook.engine.archive.ArchivedJournal;
import dev.daybook.engine.archive.Archives;
import dev.daybook.engine.archive.JournalParts;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.journal.Journal;

import java.sql.PreparedStatement;
import java.util.List;

/**
 * What an archive is made of, from a book in PostgreSQL. It reads beside whoever writes to the
 * book, and changes nothing but that it gives an older book the index that it needs.
 */
public final class PostgresArchiveSource implements ArchiveSource, AutoCloseable {

    /** Each command once: by the event that it ended with. */
    private static final String COMMITTED =
            CommandRows.SELECT
                    + " join journal j on j.command = c.id and j.position = c.position where"
                    + " j.position > ? and j.position <= ? and c.code is null order by j.position";

    private static final String REFUSED =
            CommandRows.SELECT
                    + " where c.code is not null and (c.position, c.id) > (?, ?) and c.position <="
                    + " ? order by c.position, c.id limit ?";

    private final HikariDataSource pool;
    private final Journal journal;
    private final JournalParts parts;

    /**
     * @throws NoSuchBookException when there is no such book
     * @throws dev.daybook.engine.journal.StorageException when the database cannot be reached
     */
    public PostgresArchiveSource(PostgresSettings settings, String book, EventCatalog<?> catalog) {
        String schema = "book_" + Sql.checkedName(book);
        BookSchema.requireBook(settings, schema, book);
        BookSchema.indexRefused(settings, schema);
        this.parts = new PostgresJournalParts(settings, schema);
        this.pool = settings.pool("daybook-archive-" + book, schema, true);
        this.journal =
                new PostgresJournal(
                        pool, new EventRows(new EventSchemas(catalog, settings, schema)));
    }

    /** The partitions of the journal, to be dropped when they are archived. */
    public JournalParts parts() {
        return parts;
    }

    /** The journal that is in the database, and what was dropped from it. */
    public ArchivedJournal wholeJournal(Archives archives) {
        return new ArchivedJournal(journal, new PostgresDroppedEvents(pool), archives);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public List<CommandRecord> committed(long after, long upTo) {
        return Sql.query(
                pool,
                "read the commands of a range",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(COMMITTED)) {
                        query.setLong(1, after);
                        query.setLong(2, upTo);
                        return CommandRows.read(query);
                    }
                });
    }

    @Override
    public List<CommandRecord> refused(Mark after, long upTo, int limit) {
        return Sql.query(
                pool,
                "read the refused commands of a range",
                connection -> {
                    try (PreparedStatement query = connection.prepareStatement(REFUSED)) {
                        query.setLong(1, after.position());
                        query.setObject(2, after.id());
                        query.setLong(3, upTo);
                        query.setInt(4, limit);
                        return CommandRows.read(query);
                    }
                });
    }

    @Override
    public void close() {
        pool.close();
    }
}
