package dev.daybook.elasticsearch;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to reach an Elasticsearch cluster, and what is asked of it.
 *
 * <p>Nothing here writes credentials to a log. The HTTP client below would, by its loggers {@code
 * org.apache.http.headers} and {@code org.apache.http.wire} at level DEBUG; whoever assembles the
 * product keeps these two off.
 *
 * @param nodes addresses of some nodes, {@code http} or {@code https}; others are tried when one
 *     cannot be reached
 * @param user with a password, or null; sent at once, without being asked
 * @param apiKey the encoded key as Elasticsearch gives it out, or null; not together with a user
 * @param authority a PEM file with the certificates of whoever signed those of the nodes, or null
 *     for those that Java trusts
 * @param connectionsMax connections to all nodes together; who finds none free waits, no longer
 *     than {@code timeout}
 * @param connectTimeout how long to wait for a connection to be made
 * @param timeout how long to wait for a whole answer
 * @param shards primary shards of a new index. With more than one, counts of a facet with many
 *     values are close rather than exact
 * @param replicas copies of each shard, at most; as many as there are nodes for
 */
public record ElasticsearchSettings(
        List<URI> nodes,
        @Nullable String user,
        @Nullable String password,
        @Nullable String apiKey,
        @Nullable Path authority,
        int connectionsMax,
        Duration connectTimeout,
        Duration timeout,
        int shards,
        int replicas) {

    private static final int CONNECTIONS_STANDARD = 32;
    private static final Duration CONNECT_TIMEOUT_STANDARD = Duration.ofSeconds(2);
    private static final Duration TIMEOUT_STANDARD = Duration.ofSeconds(20);

    public ElasticsearchSettings {
        nodes = List.copyOf(nodes);
        check(!nodes.isEmpty(), "name at least one node");
        for (URI node : nodes) {
            check(
                    node.getHost() != null
                            && ("http".equals(node.getScheme())
                                    || "https".equals(node.getScheme())),
                    "a node is addressed as https://host:port");
            check(
                    node.getUserInfo() == null,
                    "the user and password are settings of their own, not part of an address");
        }
        check((user == null) == (password == null), "a user and a password come together");
        check(user == null || apiKey == null, "give a user or an API key, not both");
        check(connectionsMax >= 1, "connectionsMax is at least 1");
        check(isPositive(connectTimeout) && isPositive(timeout), "a timeout is longer than 0");
        check(shards >= 1 && shards <= 64, "shards are 1 to 64");
        check(replicas >= 0 && replicas <= 8, "replicas are 0 to 8");
    }

    /** A cluster without credentials and with everything else as it usually is. */
    public static ElasticsearchSettings of(URI... nodes) {
        return new ElasticsearchSettings(
                List.of(nodes),
                null,
                null,
                null,
                null,
                CONNECTIONS_STANDARD,
                CONNECT_TIMEOUT_STANDARD,
                TIMEOUT_STANDARD,
                1,
                1);
    }

    public ElasticsearchSettings withUser(String name, String secret) {
        return with(name, secret, apiKey, authority, connectTimeout, timeout);
    }

    public ElasticsearchSettings withApiKey(String key) {
        return with(user, password, key, authority, connectTimeout, timeout);
    }

    public ElasticsearchSettings withAuthority(Path file) {
        return with(user, password, apiKey, file, connectTimeout, timeout);
    }

    public ElasticsearchSettings withTimeouts(Duration connect, Duration answer) {
        return with(user, password, apiKey, authority, connect, answer);
    }

    private ElasticsearchSettings with(
            @Nullable String user,
            @Nullable String password,
            @Nullable String apiKey,
            @Nullable Path authority,
            Duration connectTimeout,
            Duration timeout) {
        return new ElasticsearchSettings(
                nodes,
                user,
                password,
                apiKey,
                authority,
                connectionsMax,
                connectTimeout,
                timeout,
                shards,
                replicas);
    }

    /** Without the password and the key. */
    @Override
    public String toString() {
        String as =
                user != null ? " as " + user : apiKey != null ? " with an API key" : " as nobody";
        return "Elasticsearch at " + nodes + as;
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("Of an Elasticsearch cluster: " + otherwise + ".");
        }
    }
}
