package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several nodes that start at the same moment on databases where there is nothing yet. */
class SchemasBesideIT {

    private static final int NODES = 4;

    /** Enough that nodes which do not wait for each other have met in every run so far. */
    private static final int BOOKS = 10;

    private static PostgresServer server;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private interface Opening {
        AutoCloseable on(PostgresSettings settings, String book);
    }

    @Test
    void viewsAreMadeByOneOfThem() {
        openAtOnce(PostgresViews::new);
    }

    @Test
    void theAccessLogIsMadeByOneOfThem() {
        openAtOnce(PostgresAccessLog::new);
    }

    @Test
    void webhooksAreMadeByOneOfThem() {
        openAtOnce(PostgresWebhooks::new);
    }

    private static void openAtOnce(Opening opening) {
        PostgresSettings settings = server.database("daybook").withConnections(1);
        CyclicBarrier together = new CyclicBarrier(NODES);
        try (ExecutorService nodes = Executors.newFixedThreadPool(NODES)) {
            List<Future<Void>> openings = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                openings.add(
                        nodes.submit(() -> {
                            open(opening, settings, together);
                            return null;
                        }));
            }
            openings.forEach(opened -> assertThatCode(opened::get).doesNotThrowAnyException());
        }
    }

    private static void open(Opening opening, PostgresSettings settings, CyclicBarrier together)
            throws Exception {
        for (int book = 0; book < BOOKS; book++) {
            together.await(60, TimeUnit.SECONDS);
            opening.on(settings, "book" + book).close();
        }
    }
}
