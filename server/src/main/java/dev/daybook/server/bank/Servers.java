package dev.daybook.server.bank;

import dev.daybook.elasticsearch.ElasticsearchSettings;
import dev.daybook.kafka.KafkaSettings;
import dev.daybook.kafka.RegistrySettings;
import dev.daybook.redis.RedisSettings;

import org.jspecify.annotations.Nullable;

/**
 * Servers that do what is otherwise done in this process.
 *
 * @param broker what views get their events from; null when each node reads the journal for itself
 * @param search where search views are kept; null for an index in the data directory
 * @param hot where keyed views are kept; null for tables beside the others
 * @param background false for a node that only answers requests: others relay, and follow the views
 */
public record Servers(
        @Nullable Broker broker,
        @Nullable ElasticsearchSettings search,
        @Nullable RedisSettings hot,
        boolean background) {

    /** Everything in this process. */
    public static final Servers NONE = new Servers(null, null, null, true);

    /**
     * Kafka, and the registry that knows what its records mean: one is nothing without the other.
     *
     * @param source where the relay takes events from
     */
    public record Broker(KafkaSettings kafka, RegistrySettings registry, RelaySource source) {}
}
