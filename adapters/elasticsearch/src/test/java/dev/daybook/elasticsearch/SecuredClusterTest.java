package dev.daybook.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.daybook.engine.journal.StorageException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A node that speaks TLS and writes down who asks; the minimal Elasticsearch of tests cannot. */
class SecuredClusterTest {

    private static final String PASSWORD = "changeit";

    @TempDir static Path directory;
    private static final List<String> asked = new CopyOnWriteArrayList<>();
    private static HttpsServer node;
    private static Path certificate;

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = directory.resolve("node.p12");
        certificate = directory.resolve("node.pem");
        keytool(
                keys,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=node",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
        node = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
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

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path keys, String... what)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Stream.concat(
                                                Stream.of(
                                                        Path.of(
                                                                        System.getProperty(
                                                                                "java.home"),
                                                                        "bin",
                                                                        "keytool")
                                                                .toString()),
                                                Stream.concat(
                                                        Stream.of(what),
                                                        Stream.of(
                                                                "-alias",
                                                                "node",
                                                                "-keystore",
                                                                keys.toString(),
                                                                "-storepass",
                                                                PASSWORD)))
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
