package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.daybook.kafka.RegistrySettings.Credentials;
import dev.daybook.testkit.SelfSigned;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a registry may answer, and that nothing of it or about it does harm. */
class RegistryClientTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer registry;
    private int status = 200;
    private byte[] answer = "{\"id\":7}".getBytes(UTF_8);
    private boolean redirects;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        asked.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI().getRawPath()
                                        + " "
                                        + exchange.getRequestHeaders().getFirst("Authorization")
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(), UTF_8));
                        if (redirects) {
                            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                        }
                        exchange.sendResponseHeaders(status, answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        registry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + registry.getAddress().getPort() + "/root/");
    }

    private RegistryClient client(Credentials credentials) {
        return new RegistryClient(new RegistrySettings(url(), credentials, null, null));
    }

    private Registration register() {
        try (RegistryClient client = client(null)) {
            return client.register("a b/c", Things.CATALOG.type("Named").codec().schema());
        }
    }

    @Test
    void aSchemaIsRegisteredUnderItsSubject() {
        assertThat(register()).isEqualTo(new Registration.Registered(7));
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith(
                        "POST /root/subjects/a%20b%2Fc/versions null {\"schema\":\"{\\\"type\\\"");
    }

    @Test
    void userAndPasswordOrATokenAreShown() {
        try (RegistryClient client = client(new Credentials.Basic("ann", "pä:ss"))) {
            assertThat(client.requireFullTransitive("s")).isTrue();
        }
        try (RegistryClient client = client(new Credentials.Bearer("t-1"))) {
            assertThat(client.requireFullTransitive("s")).isTrue();
        }
        assertThat(asked)
                .containsExactly(
                        "PUT /root/config/s Basic YW5uOnDDpDpzcw=="
                                + " {\"compatibility\":\"FULL_TRANSITIVE\"}",
                        "PUT /root/config/s Bearer t-1 {\"compatibility\":\"FULL_TRANSITIVE\"}");
    }

    @Test
    void aRefusalIsNoFailure() {
        status = 409;
        answer = "{\"error_code\":40901,\"message\":\"no\",\"more\":{\"a\":[1]}}".getBytes(UTF_8);
        assertThat(register()).isEqualTo(new Registration.Refused("40901", "no"));
        answer = "not JSON".getBytes(UTF_8);
        assertThat(register()).isEqualTo(new Registration.Refused("409", ""));
    }

    @Test
    void whatSaysNothingAboutTheSchemaIsAFailure() {
        for (int each : new int[] {201, 302, 401, 403, 404, 500, 503}) {
            status = each;
            redirects = each == 302;
            assertThatExceptionOfType(RegistryException.class)
                    .as("status " + each)
                    .isThrownBy(this::register);
        }
        status = 200;
        answer = "{\"id\":\"seven\"}".getBytes(UTF_8);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::register);
        answer = "<html>".getBytes(UTF_8);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::register);
    }

    @Test
    void anAnswerHasABound() {
        answer = new byte[2_000_000];
        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::register);
    }

    @Test
    void aRegistryThatIsNotThereIsAFailure() {
        registry.stop(0);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::register);
    }

    @Test
    void aRegistryIsTrustedByItsCertificateAndNoOther(@TempDir Path directory) throws IOException {
        SelfSigned self = SelfSigned.in(directory);
        RegistrySettings.Store store = new RegistrySettings.Store(self.keyStore(), self.password());
        HttpsServer secure =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(self.context()));
        secure.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        secure.start();
        URI url = URI.create("https://127.0.0.1:" + secure.getAddress().getPort());
        try (RegistryClient trusting =
                        new RegistryClient(new RegistrySettings(url, null, store, null));
                RegistryClient other =
                        new RegistryClient(new RegistrySettings(url, null, null, null))) {
            assertThat(trusting.requireFullTransitive("s")).isTrue();
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> other.requireFullTransitive("s"));
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void settingsNeverShowASecret() {
        RegistrySettings settings =
                new RegistrySettings(
                        URI.create("https://registry.example"),
                        new Credentials.Basic("ann", "secret"),
                        new RegistrySettings.Store(Path.of("trusted"), "secret"),
                        null);
        KafkaSettings kafka =
                new KafkaSettings(
                        "a:1",
                        "",
                        3,
                        Duration.ofDays(1),
                        Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "secret"));
        assertThat(settings + " " + settings.credentials() + settings.trusted() + kafka)
                .doesNotContain("secret");
        assertThat(new Credentials.Bearer("secret").toString()).doesNotContain("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.at("http://ann:secret@registry"))
                .withMessageNotContaining("secret");
    }

    @Test
    void settingsOfSecurityCannotChangeAnythingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new KafkaSettings("a:1", "", 1, Duration.ofDays(1), Map.of("acks", "0")))
                .withMessageContaining("acks");
    }
}
