package dev.daybook.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

class TryLimitTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-07-15T12:00:00Z"));
    private final TryLimit limit = new TryLimit(60, now::get);

    @Test
    void anAddressMayTrySoOftenAMinuteAndAnotherIsNotHeldBack() {
        for (int i = 0; i < 60; i++) {
            assertThat(limit.allows("10.0.0.1")).isTrue();
        }
        assertThat(limit.allows("10.0.0.1")).isFalse();
        assertThat(limit.allows("10.0.0.2")).isTrue();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
        assertThat(limit.allows("10.0.0.1")).isTrue();
    }

    @Test
    void anyNumberOfAddressesTakesBoundedRoom() {
        for (int i = 0; i < TryLimit.KNOWN_MAX * 3; i++) {
            assertThat(limit.allows("address " + i)).isTrue();
        }
    }
}
