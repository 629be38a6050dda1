package dev.daybook.server.bank;

import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresSettings;

/**
 * The databases of a book: those that the settings name, else in a PostgreSQL of the data
 * directory.
 */
record Databases(PostgresSettings write, PostgresSettings views) {

    static final String WRITE = "daybook";
    private static final String VIEWS = "daybook_views";

    static Databases of(Settings settings, OpenParts open) {
        PostgresSettings write = settings.write();
        PostgresSettings views = settings.views();
        if (write != null && views != null) {
            return new Databases(write, views);
        }
        PostgresServer embedded =
                open.add(
                        PostgresServer.start(
                                settings.data().resolve("postgres"),
                                0,
                                write == null && isStreamed(settings)
                                        ? PostgresServer.SLOT_MEGABYTES
                                        : 0));
        return new Databases(
                write != null ? write : embedded.database(WRITE),
                views != null ? views : embedded.database(VIEWS));
    }

    private static boolean isStreamed(Settings settings) {
        Servers.Broker broker = settings.servers().broker();
        return broker != null && broker.source() == RelaySource.WAL;
    }
}
