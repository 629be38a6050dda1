package dev.daybook.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A token is checked once a minute at least, and never trusted after it expired. */
class VerifiedTokensTest {

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private Instant now = START;
    private Duration ttl = Duration.ofHours(8);
    private final List<String> checked = new ArrayList<>();
    private final VerifiedTokens tokens = new VerifiedTokens(this::check, () -> now);

    private Jwt check(String token) {
        checked.add(token);
        if (token.startsWith("bad") || !now.isBefore(START.plus(ttl))) {
            throw new BadJwtException("refused");
        }
        Jwt.Builder jwt =
                Jwt.withTokenValue(token)
                        .header("alg", "HS256")
                        .subject("teller-1")
                        .expiresAt(START.plus(ttl));
        if (token.startsWith("bound")) {
            jwt.claim("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
        }
        return jwt.build();
    }

    @Test
    void aTokenThatWasCheckedAMomentAgoIsNotCheckedAgain() {
        assertThat(tokens.known("a")).isNull();
        tokens.decode("a");
        assertThat(tokens.decode("a").getSubject()).isEqualTo("teller-1");
        assertThat(tokens.known("a")).isNotNull();
        assertThat(tokens.known("A")).isNull();
        assertThat(checked).containsExactly("a");
    }

    @Test
    void aTokenThatIsBoundToItsSenderIsCheckedEachTime() {
        tokens.decode("bound");
        assertThat(tokens.known("bound")).isNull();
        tokens.decode("bound");
        assertThat(checked).containsExactly("bound", "bound");
    }

    @Test
    void aTokenIsNotKnownAnyMoreOnceItHasExpired() {
        ttl = Duration.ofSeconds(20);
        tokens.decode("a");
        now = START.plus(ttl).minusMillis(1);
        assertThat(tokens.known("a")).isNotNull();
        now = START.plus(ttl);
        assertThat(tokens.known("a")).isNull();
        assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void aKeyThatWasWithdrawnIsNoticedWithinAMinute() {
        tokens.decode("a");
        now = START.plus(VerifiedTokens.KNOWN_MAX);
        assertThat(tokens.known("a")).isNull();
        tokens.decode("a");
        assertThat(checked).containsExactly("a", "a");
    }

    @Test
    void whatWasRefusedIsNotRemembered() {
        assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThat(tokens.known("bad")).isNull();
        assertThat(tokens.size()).isZero();
    }

    @Test
    void thereIsABoundToWhatIsRemembered() {
        for (int i = 0; i < 2 * VerifiedTokens.TOKENS_MAX + 1; i++) {
            tokens.decode("t" + i);
            assertThat(tokens.size()).isLessThanOrEqualTo(VerifiedTokens.TOKENS_MAX);
        }
    }
}
