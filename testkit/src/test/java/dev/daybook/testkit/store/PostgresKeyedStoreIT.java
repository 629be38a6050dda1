package dev.daybook.testkit.store;

import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.postgres.PostgresServer;
import dev.daybook.postgres.PostgresViews;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** PostgreSQL as a store of keyed views. Here, since its own module is below this one. */
class PostgresKeyedStoreIT extends KeyedStoreContract {

    private static PostgresServer server;
    private static PostgresViews views;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = PostgresServer.start(directory);
        views = new PostgresViews(server.database("views"), "main");
    }

    @AfterAll
    static void stop() {
        views.close();
        server.close();
    }

    @Override
    protected <V extends Record> ViewStore<String, V> store(KeyedView<?, V> view) {
        return views.keyed(view);
    }
}
