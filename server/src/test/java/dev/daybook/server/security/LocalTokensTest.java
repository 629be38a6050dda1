package dev.daybook.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** The key of a data directory is made once, and is for its owner only. */
class LocalTokensTest {

    @TempDir Path data;

    @Test
    void theKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
        LocalTokens first = LocalTokens.of(data);
        LocalTokens second = LocalTokens.of(data);
        assertThat(second.secret()).isEqualTo(first.secret());
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve(LocalTokens.KEY_FILE))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aTokenSaysWhoAsWhatAndForHowLong() throws Exception {
        String token =
                LocalTokens.of(data)
                        .create("ada", List.of(Role.CUSTOMER), List.of("a-1"), Duration.ofHours(1));
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringListClaim("roles")).containsExactly("customer");
        assertThat(claims.getStringListClaim("accounts")).containsExactly("a-1");
        assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
    }

    @Test
    void aTokenNeitherLastsForEverNorStandsForNobody() {
        LocalTokens tokens = LocalTokens.of(data);
        assertThatThrownBy(() -> tokens.create("a", List.of(), List.of(), Duration.ofDays(4_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.create(" ", List.of(), List.of(), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
