package dev.daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class RedisSettingsTest {

    @Test
    void anAddressSaysWhereHowAndAsWhom() {
        assertThat(RedisSettings.of("redis://cache.example"))
                .isEqualTo(new RedisSettings("cache.example", 6379, false, null, null, 0, null));
        assertThat(RedisSettings.of("rediss://views:s%3Acr%40t+@cache.example:6390/3"))
                .isEqualTo(
                        new RedisSettings(
                                "cache.example", 6390, true, "views", "s:cr@t+", 3, null));
        assertThat(RedisSettings.of("redis://:secret@127.0.0.1/"))
                .isEqualTo(new RedisSettings("127.0.0.1", 6379, false, null, "secret", 0, null));
        assertThat(RedisSettings.of("redis://[::1]:7000").uri().getHost()).contains("::1");
    }

    @Test
    void aPasswordIsNotShown() {
        RedisSettings settings =
                RedisSettings.of("rediss://views:hush@cache.example/1").trusting(Path.of("ca.pem"));
        assertThat(settings).hasToString("rediss://cache.example:6379/1");
        assertThat(settings.uri().toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:hush@cache.example",
                "redis://user@cache.example",
                "redis://:hush@",
                "redis://:hush@cache.example/one",
                "redis://:hush@cache.example/123456",
                "redis://:hush@cache.example?x=1",
                "redis://:hush@cache.example#x",
                "redis://:hu sh@cache.example",
                "redis://:hu%zzsh@cache.example",
                "cache.example:6379",
                ""
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingThePassword(String url) {
        assertThatThrownBy(() -> RedisSettings.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("redis://")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hu"));
    }
}
