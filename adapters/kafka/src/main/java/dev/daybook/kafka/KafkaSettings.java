package dev.daybook.kafka;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How to reach Kafka, and how topics are made that are not there yet.
 *
 * @param bootstrap brokers as {@code host:port,host:port}
 * @param prefix what the names of all topics, groups and transactions begin with; possibly empty
 * @param replication how many copies a new topic has; 0 leaves it to the brokers
 * @param retention how long a new topic keeps events
 * @param security Kafka's own settings for TLS and SASL: those that begin with {@code security.},
 *     {@code ssl.} or {@code sasl.}
 */
public record KafkaSettings(
        String bootstrap,
        String prefix,
        int replication,
        Duration retention,
        Map<String, String> security) {

    /** How long events stay in a topic unless something else is asked for. */
    public static final Duration NINETY_DAYS = Duration.ofDays(90);

    private static final Set<String> SECURITY = Set.of("security.", "ssl.", "sasl.");

    private static final Set<String> KNOWN = AdminClientConfig.configNames();

    static final int REQUEST_MILLIS_MAX = 4_000;
    private static final int RECONNECT_MILLIS_MAX = 1_000;

    public KafkaSettings {
        if (bootstrap.isBlank()) {
            throw new IllegalArgumentException("No broker of Kafka is named.");
        }
        if (!prefix.matches("([a-zA-Z0-9_-][a-zA-Z0-9._-]{0,99})?")) {
            throw new IllegalArgumentException(
                    "A prefix is letters, digits, '_', '-' and '.', not '" + prefix + "'.");
        }
        if (replication < 0 || replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A topic has 1 copy or more, not " + replication + ".");
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("Events are kept for a while, not " + retention);
        }
        for (String name : security.keySet()) {
            if (SECURITY.stream().noneMatch(name::startsWith)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is not a setting of Kafka for TLS or SASL.");
            }
        }
        security = Map.copyOf(security);
        requireUse(security);
    }

    /** What a client would pass over, so that it speaks in the clear, is refused. */
    private static void requireUse(Map<String, String> security) {
        String protocol =
                security.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
        for (String name : security.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no setting that Kafka's clients know.");
            }
            boolean isPassedOver =
                    (name.startsWith("ssl.") && !protocol.contains("SSL"))
                            || (name.startsWith("sasl.") && !protocol.startsWith("SASL_"));
            if (isPassedOver) {
                throw new IllegalArgumentException(
                        "'" + name + "' does nothing with the security.protocol " + protocol + ".");
            }
        }
    }

    /** Brokers without TLS, and everything else as it is meant to be. */
    public static KafkaSettings at(String bootstrap) {
        return new KafkaSettings(bootstrap, "", 0, NINETY_DAYS, Map.of());
    }

    /** What every client is told. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(security);
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS_MAX);
        client.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS_MAX);
        client.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return client;
    }

    @Override
    public String toString() {
        return bootstrap; // never what is in security
    }
}
