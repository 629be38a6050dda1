package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.testkit.SelfSigned;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;

/** Who may use Redis, and whether anybody can listen. */
class RedisCredentialsIT {

    private static final String PASSWORD = "hush hush/@:%";
    private static final String ENCODED = "hush%20hush%2F%40%3A%25";

    @TempDir Path directory;

    @Test
    void aPasswordOpensAndAWrongOneIsNotRepeated() {
        try (RealRedis redis = RealRedis.start(directory, "--requirepass", PASSWORD)) {
            String address = "127.0.0.1:" + redis.port();
            opens(RedisSettings.of("redis://:" + ENCODED + "@" + address));
            opens(RedisSettings.of("redis://default:" + ENCODED + "@" + address));
            assertThatThrownBy(() -> opens(RedisSettings.of("redis://:not-it@" + address)))
                    .isInstanceOf(StorageException.class)
                    .satisfies(refused -> assertThat(wholeStory(refused)).doesNotContain("not-it"));
            assertThatThrownBy(() -> opens(RedisSettings.of("redis://" + address)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void anEncryptedLineTrustsOnlyWhomItIsToldTo() {
        SelfSigned server = SelfSigned.in(directory);
        try (RealRedis redis =
                RealRedis.start(
                        directory,
                        "--tls-key-file",
                        server.key().toString(),
                        "--tls-cert-file",
                        server.certificate().toString(),
                        "--tls-ca-cert-file",
                        server.certificate().toString(),
                        "--tls-auth-clients",
                        "no")) {
            int port = redis.openTlsPort();
            RedisSettings settings = RedisSettings.of("rediss://127.0.0.1:" + port);
            opens(settings.trusting(server.certificate()));
            assertThatThrownBy(() -> opens(settings)).isInstanceOf(StorageException.class);
        }
    }

    private static void opens(RedisSettings settings) {
        try (RedisViews views = new RedisViews(settings, "main")) {
            var store = views.keyed(Story.view("lines"));
            assertThat(store.open(Set.of(ALL)).of(ALL)).isZero();
            assertThat(store.get("nobody")).isEmpty();
        }
    }

    private static String wholeStory(Throwable failure) {
        StringBuilder story = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            story.append(each).append('\n');
        }
        return story.toString();
    }
}
