package dev.daybook.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.testkit.SelfSigned;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that speaks TLS and writes down who asks; the minimal Elasticsearch of tests cannot. */
class SecuredClusterTest {

    @TempDir static Path directory;
    private static final List<String> asked = new CopyOnWriteArrayList<>();
    private static HttpsServer node;
    private static Path certificate;

    @BeforeAll
    static void start() throws IOException {
        SelfSigned self = SelfSigned.in(directory);
        certificate = self.certificate();
        node = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setHttpsConfigurator(new HttpsConfigurator(self.context()));
        node.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String who = exchange.getRequestHeaders().getFirst("Authorization");
                        asked.add(String.valueOf(who));
                        boolean known = who != null && !who.contains("wrong");
                        byte[] body =
                                (known ? "{}" : "{\"error\":{\"type\":\"security_exception\"}}")
                                        .getBytes(UTF_8);
                        exchange.getResponseHeaders().add("Content-Type", "application/json");
                        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        node.start();
    }

    @AfterAll
    static void stop() {
        node.stop(0);
    }

    @Test
    void aNodeWithACertificateOfTheAuthorityIsToldTheUserAtOnce() {
        asked.clear();
        send(settings().withAuthority(certificate).withUser("daybook", "s3cret"));
        assertThat(asked).containsExactly("Basic ZGF5Ym9vazpzM2NyZXQ=");
    }

    @Test
    void anApiKeyIsSentAsElasticsearchGivesItOut() {
        asked.clear();
        send(settings().withAuthority(certificate).withApiKey("S0VZ"));
        assertThat(asked).containsExactly("ApiKey S0VZ");
    }

    @Test
    void aNodeThatNobodyVouchesForIsToldNothing() {
        asked.clear();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> send(settings().withUser("daybook", "s3cret")))
                .withMessageNotContaining("s3cret");
        assertThat(asked).isEmpty();
    }

    @Test
    void aNodeThatDoesNotKnowUsIsAFailureOfTheStore() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> send(settings().withAuthority(certificate).withApiKey("wrong")))
                .withMessageContaining("401 security_exception")
                .withMessageNotContaining("wrong");
    }

    private static ElasticsearchSettings settings() {
        return ElasticsearchSettings.of(
                        URI.create("https://127.0.0.1:" + node.getAddress().getPort()))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private static void send(ElasticsearchSettings settings) {
        try (ElasticsearchCluster cluster = ElasticsearchCluster.of(settings)) {
            cluster.send("GET", "/anything");
        }
    }
}
