package dev.daybook.redis;

import dev.daybook.engine.view.KeyedView;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The keyed views of one book in one Redis: a connection for those who write and one for those who
 * read, so that no reader waits behind a large save.
 *
 * <p>A Redis that is away when this begins is found when it is there. While it is away every call
 * fails at once; after a call that is not answered within 3 seconds the connection is made anew.
 */
public final class RedisViews implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisViews.class);

    /** Commands that are on their way at a time, on each connection; more are refused. */
    private static final int COMMANDS_MAX = 1_000;

    private static final int THREADS = 2;

    /** A writer has nothing better to do, and is one thread; readers are many. */
    private static final Duration WRITER_PATIENCE = RedisSettings.TIMEOUT;

    private static final Duration READER_PATIENCE = Duration.ofMillis(100);

    private final String book;
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisLink writing;
    private final RedisLink reading;

    /**
     * @param book the name of the book; its views have keys {@code daybook:{<book>:<view>}}
     */
    public RedisViews(RedisSettings settings, String book) {
        if (!book.matches("[a-z][a-z0-9_]{0,50}")) {
            throw new IllegalArgumentException(
                    "A book is named by lower-case letters, digits and underscores, not '"
                            + book
                            + "'.");
        }
        this.book = book;
        resources =
                DefaultClientResources.builder()
                        .ioThreadPoolSize(THREADS)
                        .computationThreadPoolSize(THREADS)
                        .build();
        client = RedisClient.create(resources);
        client.setOptions(options(settings));
        writing = link(settings, WRITER_PATIENCE);
        reading = link(settings, READER_PATIENCE);
        if (!writing.await() || !reading.await()) {
            log.warn("Redis at {} cannot be reached yet.", settings);
        }
    }

    private static ClientOptions options(RedisSettings settings) {
        SslOptions.Builder ssl = SslOptions.builder().handshakeTimeout(RedisSettings.TIMEOUT);
        if (settings.trusted() != null) {
            ssl.trustManager(settings.trusted().toFile());
        }
        return ClientOptions.builder()
                .autoReconnect(false) // the links do that, and never send a command again
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(COMMANDS_MAX)
                .timeoutOptions(TimeoutOptions.enabled(RedisSettings.TIMEOUT))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .sslOptions(ssl.build())
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(RedisSettings.TIMEOUT)
                                .keepAlive(
                                        KeepAliveOptions.builder()
                                                .enable()
                                                .idle(Duration.ofSeconds(15))
                                                .interval(Duration.ofSeconds(5))
                                                .count(3)
                                                .build())
                                .build())
                .build();
    }

    private RedisLink link(RedisSettings settings, Duration patience) {
        return new RedisLink(
                "Redis at " + settings,
                () -> client.connectAsync(ByteArrayCodec.INSTANCE, settings.uri()),
                patience);
    }

    /** The store of a keyed view. */
    public <V> RedisKeyedStore<V> keyed(KeyedView<?, V> view) {
        return new RedisKeyedStore<>(writing, reading, book, view);
    }

    @Override
    public void close() {
        writing.close();
        reading.close();
        client.shutdown(0, RedisSettings.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        var _ = resources.shutdown(0, RedisSettings.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
