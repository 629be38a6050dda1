package dev.daybook.server.bank;

import dev.daybook.elasticsearch.ElasticsearchSettings;
import dev.daybook.kafka.KafkaSettings;
import dev.daybook.kafka.RegistrySettings;
import dev.daybook.kafka.RegistrySettings.Credentials;
import dev.daybook.redis.RedisSettings;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a configuration file says of servers other than PostgreSQL.
 *
 * <pre>{@code
 * kafka.bootstrap: a.example:9093,b.example:9093
 * kafka.prefix: bank.          # what names of topics, groups and transactions begin with
 * kafka.replication: 3         # copies of a new topic; else what brokers do by themselves
 * kafka.retention: 90d         # how long a new topic keeps events
 * kafka.security.protocol: SASL_SSL   # and kafka.ssl.*, kafka.sasl.*: as Kafka's clients take them
 * registry.url: https://registry.example/apis/ccompat/v7
 * registry.user: daybook       # and registry.password; or registry.token
 * registry.truststore: …       # PKCS #12 or JKS, and registry.truststore-password
 * registry.keystore: …         # the client's own, and registry.keystore-password
 * relay.source: wal           # logical decoding; else the journal
 * elasticsearch.url: https://a.example:9200,https://b.example:9200
 * elasticsearch.user: daybook  # and elasticsearch.password; or elasticsearch.api-key
 * elasticsearch.authority: …   # a PEM file with who signed the certificates of the nodes
 * redis.url: rediss://user:password@redis.example:6379/0
 * redis.authority: …           # a PEM file
 * node.background: true        # false for a node that leaves relay and views to others
 * }</pre>
 */
final class ServersConfiguration {

    static final Set<String> KEYS =
            Set.of(
                    "kafka.bootstrap",
                    "kafka.prefix",
                    "kafka.replication",
                    "kafka.retention",
                    "registry.url",
                    "registry.user",
                    "registry.password",
                    "registry.token",
                    "registry.truststore",
                    "registry.truststore-password",
                    "registry.keystore",
                    "registry.keystore-password",
                    "relay.source",
                    "elasticsearch.url",
                    "elasticsearch.user",
                    "elasticsearch.password",
                    "elasticsearch.api-key",
                    "elasticsearch.authority",
                    "redis.url",
                    "redis.authority",
                    "node.background");

    private static final String KAFKA = "kafka.";
    private static final List<String> KAFKAS_OWN =
            List.of(KAFKA + "security.", KAFKA + "ssl.", KAFKA + "sasl.");

    private final Values values;

    ServersConfiguration(Values values) {
        this.values = values;
    }

    /** Whether a key is a setting that Kafka's clients know, after its first word. */
    static boolean isKafkas(String key) {
        return KAFKAS_OWN.stream().anyMatch(key::startsWith);
    }

    /**
     * @throws IllegalArgumentException when something cannot be understood; without repeating what
     *     is secret
     */
    Servers servers() {
        requireUse("registry.user", "registry.password");
        requireUse("registry.truststore", "registry.truststore-");
        requireUse("registry.keystore", "registry.keystore-");
        requireUse("elasticsearch.user", "elasticsearch.password");
        requireUse("kafka.bootstrap", KAFKA);
        requireUse("kafka.bootstrap", "relay.");
        requireUse("elasticsearch.url", "elasticsearch.");
        requireUse("redis.url", "redis.");
        return new Servers(broker(), elasticsearch(), redis(), background());
    }

    /** What a node leaves to others has to be where they reach it. */
    private boolean background() {
        boolean background =
                switch (values.text("node.background", "true")) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                            throw new IllegalArgumentException("node.background is true or false.");
                };
        for (String needed :
                List.of("kafka.bootstrap", "elasticsearch.url", "redis.url", "views.jdbc-url")) {
            if (!background && values.text(needed) == null) {
                throw new IllegalArgumentException(
                        "A node that leaves relay and views to others (node.background: false)"
                                + " needs "
                                + needed
                                + ".");
            }
        }
        return background;
    }

    /** What would be passed over without a word is refused: it may be what keeps a secret. */
    private void requireUse(String needed, String prefix) {
        for (String key : values.keys()) {
            if (key.startsWith(prefix) && values.text(key) != null && values.text(needed) == null) {
                throw new IllegalArgumentException(key + " does nothing without " + needed + ".");
            }
        }
    }

    private Servers.@Nullable Broker broker() {
        String bootstrap = values.text("kafka.bootstrap");
        String url = values.text("registry.url");
        String source = values.text("relay.source");
        if (bootstrap == null && url == null) {
            return null;
        }
        if (bootstrap == null || url == null) {
            throw new IllegalArgumentException(
                    "kafka.bootstrap and registry.url come together: records mean nothing without"
                            + " their schemas.");
        }
        return new Servers.Broker(
                new KafkaSettings(
                        bootstrap,
                        values.text("kafka.prefix", ""),
                        values.number("kafka.replication", "0"),
                        values.days("kafka.retention", KafkaSettings.NINETY_DAYS),
                        security()),
                new RegistrySettings(
                        address("registry.url", url),
                        registryCredentials(),
                        store("registry.truststore"),
                        store("registry.keystore")),
                source == null ? RelaySource.JOURNAL : RelaySource.of(source));
    }

    private Map<String, String> security() {
        Map<String, String> security = new HashMap<>();
        for (String key : values.keys()) {
            String value = values.text(key);
            if (isKafkas(key) && value != null) {
                security.put(key.substring(KAFKA.length()), value);
            }
        }
        return security;
    }

    private @Nullable Credentials registryCredentials() {
        String token = values.text("registry.token");
        String user = values.text("registry.user");
        if (token != null && user != null) {
            throw new IllegalArgumentException("Give registry.user or registry.token, not both.");
        }
        if (token != null) {
            return new Credentials.Bearer(token);
        }
        return user == null
                ? null
                : new Credentials.Basic(user, values.text("registry.password", ""));
    }

    private RegistrySettings.@Nullable Store store(String key) {
        String file = values.text(key);
        return file == null
                ? null
                : new RegistrySettings.Store(Path.of(file), values.text(key + "-password", ""));
    }

    private @Nullable ElasticsearchSettings elasticsearch() {
        String url = values.text("elasticsearch.url");
        if (url == null) {
            return null;
        }
        ElasticsearchSettings settings =
                ElasticsearchSettings.of(
                        Stream.of(url.split(","))
                                .map(node -> address("elasticsearch.url", node.strip()))
                                .toArray(URI[]::new));
        String user = values.text("elasticsearch.user");
        if (user != null) {
            settings = settings.withUser(user, values.text("elasticsearch.password", ""));
        }
        String apiKey = values.text("elasticsearch.api-key");
        if (apiKey != null) {
            settings = settings.withApiKey(apiKey);
        }
        String authority = values.text("elasticsearch.authority");
        return authority == null ? settings : settings.withAuthority(Path.of(authority));
    }

    private @Nullable RedisSettings redis() {
        String url = values.text("redis.url");
        if (url == null) {
            return null;
        }
        RedisSettings settings = RedisSettings.of(url);
        String authority = values.text("redis.authority");
        if (authority != null && !url.startsWith("rediss:")) {
            throw new IllegalArgumentException(
                    "redis.authority does nothing without TLS, which is rediss:// in redis.url.");
        }
        return authority == null ? settings : settings.trusting(Path.of(authority));
    }

    private static URI address(String key, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException(key + " is not an address."); // it may hold secrets
        }
    }
}
