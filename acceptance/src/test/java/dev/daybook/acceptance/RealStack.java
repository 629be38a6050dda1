package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.daybook.postgres.PostgresSettings;
import dev.daybook.stack.Elasticsearch;
import dev.daybook.stack.KafkaBroker;
import dev.daybook.stack.ReadDatabase;
import dev.daybook.stack.RedisServer;
import dev.daybook.stack.SchemaRegistry;
import dev.daybook.stack.StackServer;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.TcpProxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * The servers of the read side, each of which can be killed and started again, and is reached
 * through a network that can fail.
 */
final class RealStack implements AutoCloseable {

    private final Path directory = Directories.temporary();
    // Kafka tells its clients where it is, and so has to know its network first.
    private final TcpProxy toKafka = TcpProxy.to(0);
    private KafkaBroker kafka = startKafka(0);
    private SchemaRegistry registry = SchemaRegistry.start(directory.resolve("registry"), 0);
    private Elasticsearch search = Elasticsearch.start(directory.resolve("search"), 0);
    private RedisServer hot = RedisServer.start(directory.resolve("hot"), 0);
    private ReadDatabase tables = ReadDatabase.start(directory.resolve("tables"), 0);
    private final TcpProxy toRegistry = TcpProxy.to(registry.port());
    private final TcpProxy toSearch = TcpProxy.to(search.port());
    private final TcpProxy toHot = TcpProxy.to(hot.port());
    private final TcpProxy toTables = TcpProxy.to(tables.port());

    /** What an instance has to be told, as Java properties. */
    String settings() {
        PostgresSettings views = tables.settings();
        return """
        kafka.bootstrap = %s
        registry.url = %s
        elasticsearch.url = %s
        redis.url = %s
        views.jdbc-url = %s
        views.user = %s
        views.password = %s
        views.connections = 8
        """
                .formatted(
                        "127.0.0.1:" + toKafka.port(),
                        through(toRegistry, registry, registry.url()),
                        through(toSearch, search, search.url()),
                        through(toHot, hot, hot.url()),
                        through(toTables, tables, views.jdbcUrl()),
                        views.user(),
                        views.password());
    }

    private static String through(TcpProxy network, StackServer server, String url) {
        return url.replace(":" + server.port(), ":" + network.port());
    }

    List<TcpProxy> networks() {
        return List.of(toKafka, toRegistry, toSearch, toHot, toTables);
    }

    TcpProxy toRegistry() {
        return toRegistry;
    }

    private KafkaBroker startKafka(int port) {
        KafkaBroker broker =
                KafkaBroker.startBehind(toKafka.port(), directory.resolve("kafka"), port);
        toKafka.forwardTo(broker.port());
        return broker;
    }

    void killKafka() {
        kafka.kill();
    }

    void restartKafka() {
        kafka = startKafka(kafka.port());
    }

    void killSearch() {
        search.kill();
    }

    void restartSearch() {
        search = Elasticsearch.start(directory.resolve("search"), 0);
        toSearch.forwardTo(search.port());
    }

    void killHot() {
        hot.kill();
    }

    void restartHot() {
        hot = RedisServer.start(directory.resolve("hot"), 0);
        toHot.forwardTo(hot.port());
    }

    void killTables() {
        tables.kill();
    }

    void restartTables() {
        tables = ReadDatabase.start(directory.resolve("tables"), 0);
        toTables.forwardTo(tables.port());
    }

    /** Redis forgets everything. */
    void flushHot() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hot.port())) {
            socket.getOutputStream()
                    .write(("AUTH " + hot.password() + "\r\nFLUSHALL\r\n").getBytes(US_ASCII));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            assertThat(answers.readLine()).isEqualTo("+OK");
            assertThat(answers.readLine()).isEqualTo("+OK");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        networks().forEach(TcpProxy::close);
        List.of(kafka, registry, search, hot, tables).forEach(StackServer::close);
        Directories.delete(directory);
    }
}
