package dev.daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to reach one Redis.
 *
 * @param tls whether the connection is encrypted; the server's certificate and name are checked
 * @param user null for Redis' default user
 * @param password null when none is asked for
 * @param database 0 or more; a Redis Cluster has 0 only
 * @param trusted a file of PEM certificates to trust instead of those that Java trusts
 */
public record RedisSettings(
        String host,
        int port,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database,
        @Nullable Path trusted) {

    /** How long connecting may take, and how long a command. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final int PORT = 6379;
    private static final String FORM =
            "It has to be redis://[[user]:password@]host[:port][/database], or rediss:// for TLS,"
                    + " with what is special in user or password written as %XX.";

    /**
     * Reads {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
     *
     * @throws IllegalArgumentException when it is not one; the message does not repeat it
     */
    public static RedisSettings of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            // without the cause, which repeats the password
            throw new IllegalArgumentException("The address of Redis cannot be read. " + FORM);
        }
        boolean tls = "rediss".equals(uri.getScheme());
        if ((!tls && !"redis".equals(uri.getScheme()))
                || uri.getHost() == null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException("The address of Redis cannot be used. " + FORM);
        }
        String credentials = uri.getRawUserInfo();
        int colon = credentials == null ? -1 : credentials.indexOf(':');
        if (credentials != null && colon < 0) {
            throw new IllegalArgumentException(
                    "The address of Redis has a user and no password. " + FORM);
        }
        return new RedisSettings(
                uri.getHost(),
                uri.getPort() < 0 ? PORT : uri.getPort(),
                tls,
                credentials == null || colon == 0 ? null : decoded(credentials.substring(0, colon)),
                credentials == null ? null : decoded(credentials.substring(colon + 1)),
                database(uri.getPath()),
                null);
    }

    /** The same server, trusted by other certificates than Java's. */
    public RedisSettings trusting(Path certificates) {
        return new RedisSettings(host, port, tls, user, password, database, certificates);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "The database of Redis is a number, not '" + path.substring(1) + "'. " + FORM);
        }
        return Integer.parseInt(path.substring(1));
    }

    RedisURI uri() {
        RedisURI.Builder uri =
                RedisURI.builder()
                        .withHost(host)
                        .withPort(port)
                        .withSsl(tls)
                        .withVerifyPeer(SslVerifyMode.FULL)
                        .withDatabase(database)
                        .withTimeout(TIMEOUT)
                        .withClientName("daybook");
        if (password != null && user != null) {
            uri.withAuthentication(user, password);
        } else if (password != null) {
            uri.withPassword(password.toCharArray());
        }
        return uri.build();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }
}
