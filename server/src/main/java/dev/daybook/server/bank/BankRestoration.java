package dev.daybook.server.bank;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.postgres.BankingTables;
import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveProgress;
import dev.daybook.engine.archive.Restored;
import dev.daybook.engine.archive.Restorer;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresViews;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Makes a bank of an archive, where there is none yet. The views are left to the service: they
 * follow the journal from its beginning when it starts. Until it is done, the book is marked as
 * unfinished, so that no service takes the beginning for the whole; another attempt goes on.
 */
public final class BankRestoration implements AutoCloseable {

    private final OpenParts open = new OpenParts();
    private final PostgresBook<BankingState> book;

    /**
     * @throws DataInUseException when another process has the data directory
     * @throws ViewsNotEmptyException when there are views of another book
     * @throws dev.daybook.postgres.BookNotEmptyException when there is a book already
     */
    public BankRestoration(Settings settings) {
        try {
            open.add(DataLock.take(settings.data()));
            requireNoIndex(settings);
            Databases databases = Databases.of(settings, open);
            PostgresViews views = open.add(new PostgresViews(databases.views(), settings.book()));
            if (!views.areEmpty()) {
                throw new ViewsNotEmptyException(settings.book());
            }
            book =
                    open.add(
                            PostgresBook.restoring(
                                    databases.write(),
                                    settings.book(),
                                    Banking.domain(),
                                    new BankingTables(),
                                    views.ledger(),
                                    settings.journal()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Loads everything, and makes the book one like any other. */
    public Restored restore(Archive archive, ArchiveProgress progress) {
        Restored restored =
                new Restorer<>(Banking.domain(), book.writes(), archive, progress).restore();
        book.restored();
        return restored;
    }

    private static void requireNoIndex(Settings settings) {
        Path index = settings.data().resolve("search").resolve(settings.book());
        if (!Files.isDirectory(index)) {
            return;
        }
        try (Stream<Path> files = Files.list(index)) {
            if (files.findAny().isPresent()) {
                throw new ViewsNotEmptyException(settings.book());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + index, unreadable);
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
