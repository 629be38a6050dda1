package dev.daybook.server.bank;

import dev.daybook.banking.Banking;
import dev.daybook.postgres.PostgresArchiveSource;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

/**
 * The book of a bank as it is stored, to be archived: nothing of the service runs here. A service
 * may run on the same book meanwhile; it is read through the database that serves it.
 */
public final class StoredBook implements AutoCloseable {

    private final OpenParts open = new OpenParts();
    private final PostgresArchiveSource source;

    /**
     * @throws DataInUseException when another process has just taken the data directory, or lets go
     *     of it
     * @throws dev.daybook.postgres.NoSuchBookException when there is no such book
     */
    public StoredBook(Settings settings) {
        try {
            source =
                    open.add(
                            new PostgresArchiveSource(
                                    database(settings),
                                    settings.book(),
                                    Banking.domain().events()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    public PostgresArchiveSource source() {
        return source;
    }

    private PostgresSettings database(Settings settings) {
        PostgresSettings named = settings.write();
        if (named != null) {
            return named;
        }
        try {
            open.add(DataLock.take(settings.data()));
        } catch (DataInUseException taken) {
            return PostgresServer.running(settings.data().resolve("postgres"), Databases.WRITE)
                    .orElseThrow(() -> taken);
        }
        return open.add(PostgresServer.start(settings.data().resolve("postgres")))
                .database(Databases.WRITE);
    }

    @Override
    public void close() {
        open.close();
    }
}
