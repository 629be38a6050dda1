package dev.daybook.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class SignInCodesTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-07-15T12:00:00Z"));
    private final SignInCodes codes = new SignInCodes(now::get);

    private String create() {
        return codes.create("ada", List.of(Role.CUSTOMER), List.of("a-1"));
    }

    @Test
    void aCodeIsLookedAtAnyTimesAndUsedOnce() {
        String code = create();
        assertThat(codes.look(code)).isEqualTo(codes.look(code)).isNotNull();
        assertThat(codes.use(code)).isNotNull();
        assertThat(codes.use(code)).isNull();
        assertThat(codes.look(code)).isNull();
    }

    @Test
    void aCodeEndsAfterItsTime() {
        String code = create();
        now.updateAndGet(at -> at.plus(SignInCodes.TTL));
        assertThat(codes.look(code)).isNull();
        assertThat(codes.use(code)).isNull();
    }

    @Test
    void thereAreOnlySoManyAtOnceAndOldOnesMakeRoom() {
        for (int i = 0; i < SignInCodes.CODES_MAX; i++) {
            create();
        }
        assertThatThrownBy(this::create).isInstanceOf(IllegalStateException.class);
        now.updateAndGet(at -> at.plus(SignInCodes.TTL));
        assertThat(create()).hasSize(22);
    }
}
