package dev.daybook.server.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.Objects.requireNonNull;

import dev.daybook.kafka.KafkaSettings;
import dev.daybook.kafka.RegistrySettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class ConfigurationFileTest {

    @TempDir Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void theFileThatDescribesAWholeStackIsTaken() throws IOException {
        Path file =
                file(
                        "stack.yaml",
                        """
                        kafka.bootstrap: 127.0.0.1:19090
                        registry.url: http://127.0.0.1:19091/apis/ccompat/v7
                        elasticsearch.url: http://127.0.0.1:19092
                        redis.url: redis://:secret@127.0.0.1:19093
                        s3.endpoint: http://127.0.0.1:19094
                        s3.bucket: daybook-archive
                        views.jdbc-url: jdbc:postgresql://127.0.0.1:19095/daybook_views
                        views.user: daybook
                        views.password: secret
                        """);
        Settings settings = ConfigurationFile.read(file, directory);
        assertThat(settings.views()).isNotNull();
        assertThat(settings.write()).as("the embedded one").isNull();
        Servers servers = settings.servers();
        assertThat(requireNonNull(servers.broker()).kafka().bootstrap())
                .isEqualTo("127.0.0.1:19090");
        assertThat(servers.broker().source()).isEqualTo(RelaySource.JOURNAL);
        assertThat(servers.broker().registry().url())
                .hasToString("http://127.0.0.1:19091/apis/ccompat/v7");
        assertThat(requireNonNull(servers.search()).nodes())
                .containsExactly(URI.create("http://127.0.0.1:19092"));
        assertThat(requireNonNull(servers.hot()).port()).isEqualTo(19093);
        assertThat(ConfigurationFile.readArchive(file).place()).isEqualTo("s3://daybook-archive/");
    }

    @Test
    void aKeyThatIsNotKnownIsAnError() throws IOException {
        Path file = file("wrong.properties", "sever.port=8080\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.read(file, directory))
                .withMessageContaining("sever.port")
                .withMessageContaining("server.port");
    }

    @Test
    void serversElsewhereAreReachedAsTheyAskFor() throws IOException {
        Path file =
                file(
                        "elsewhere.yaml",
                        """
                        kafka:
                          bootstrap: a.example:9093,b.example:9093
                          prefix: bank.
                          replication: 3
                          retention: 400d
                          security.protocol: SASL_SSL
                          sasl.mechanism: SCRAM-SHA-512
                        registry:
                          url: https://registry.example
                          user: daybook
                          password: registry-secret
                          truststore: /etc/daybook/trust.p12
                          truststore-password: trust-secret
                        elasticsearch:
                          url: https://a.example:9200, https://b.example:9200
                          api-key: key-secret
                          authority: /etc/daybook/es.pem
                        relay.source: wal
                        redis:
                          url: rediss://daybook:redis-secret@redis.example:6380/1
                        """);
        Servers servers = ConfigurationFile.read(file, directory).servers();
        Servers.Broker broker = requireNonNull(servers.broker());
        assertThat(broker.kafka())
                .isEqualTo(
                        new KafkaSettings(
                                "a.example:9093,b.example:9093",
                                "bank.",
                                3,
                                Duration.ofDays(400),
                                Map.of(
                                        "security.protocol",
                                        "SASL_SSL",
                                        "sasl.mechanism",
                                        "SCRAM-SHA-512")));
        assertThat(broker.source()).isEqualTo(RelaySource.WAL);
        assertThat(broker.registry().credentials())
                .isEqualTo(new RegistrySettings.Credentials.Basic("daybook", "registry-secret"));
        assertThat(requireNonNull(servers.search()).nodes()).hasSize(2);
        assertThat(servers.search().apiKey()).isEqualTo("key-secret");
        assertThat(requireNonNull(servers.hot()).tls()).isTrue();
        assertThat(servers.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.bootstrap: a.example:9092",
                "registry.url: http://r.example",
                "kafka.bootstrap: a.example:9092\nregistry.url: http://me:hunter2@r.example",
                "kafka.bootstrap: a.example:9092\nregistry.url: http://hunter2 hunter2",
                "kafka.bootstrap: a\nregistry.url: http://r.example\nkafka.retention: 90",
                "kafka.bootstrap: a\nregistry.url: http://r.example\nkafka.replication: many",
                "kafka.acks: 0",
                "kafka.sasl.jaas.config: hunter2",
                "registry.password: hunter2",
                "elasticsearch.url: http://e.example\nelasticsearch.password: hunter2",
                "redis.url: redis://r.example\nredis.authority: /etc/a.pem",
                "kafka.bootstrap: a\nregistry.url: http://r\nkafka.ssl.truststore.location: /a",
                "kafka.bootstrap: a\nregistry.url: http://r\nkafka.sasl.jaas.config: hunter2",
                "kafka.bootstrap: a\nregistry.url: http://r\nkafka.security.protocl: SSL",
                "kafka.bootstrap: a\nregistry.url: http://r\nregistry.truststore: /etc/t.p12",
                "kafka.bootstrap: a\nregistry.url: http://r.example\nrelay.source: outbox",
                "relay.source: wal",
                "elasticsearch.url: ftp://hunter2@es.example",
                "elasticsearch.url: http://e.example\n"
                        + "elasticsearch.user: a\n"
                        + "elasticsearch.api-key: hunter2",
                "redis.url: redis://me:hunter2@",
                "redis.url: http://:hunter2@redis.example",
                "node.background: false",
                "node.background: sometimes"
            })
    void whatCannotBeUsedIsRefusedAndNoSecretIsTold(String text) throws IOException {
        Path file = file("wrong.yaml", text + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigurationFile.read(file, directory))
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("hunter2"));
    }
}
