package dev.daybook.elasticsearch;

import static java.util.Objects.requireNonNull;

import dev.daybook.stack.Elasticsearch;
import dev.daybook.testkit.Directories;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.nio.file.Path;

/** One Elasticsearch for all tests of the JVM, which work on views of their own. */
final class OnElasticsearch implements BeforeAllCallback {

    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(OnElasticsearch.class);

    private static volatile Integer port;

    static int port() {
        return requireNonNull(port, "A test on Elasticsearch is extended with OnElasticsearch.");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        port =
                context.getRoot()
                        .getStore(STORE)
                        .computeIfAbsent(Shared.class, any -> new Shared(), Shared.class)
                        .server
                        .port();
    }

    /** Lives until the last test of the JVM is over. */
    private static final class Shared implements AutoCloseable {

        private final Path directory = Directories.temporary();
        private final Elasticsearch server = Elasticsearch.start(directory, 0);

        @Override
        public void close() {
            server.close();
            Directories.delete(directory);
        }
    }
}
