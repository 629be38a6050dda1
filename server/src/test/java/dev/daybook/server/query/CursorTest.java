package dev.daybook.server.query;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;
import dev.daybook.server.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** A cursor is what was given out, or a problem. */
class CursorTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_711, 999_999_999_999_999_999L})
    void aCursorLeadsBackToItsPosition(long position) {
        assertThat(Cursor.position(Cursor.of(position))).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "cDk5OTk5OTk5OTk5OTk5OTk5OTk5", "ü", "cC0x"})
    void anythingElseIsAProblem(String text) {
        assertThatThrownBy(() -> Cursor.position(text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void everyPositionAndEveryAccountComesBack() {
        forEachSeed(
                10_000,
                random -> {
                    long position =
                            random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
                    assertThat(Cursor.position(Cursor.of(position))).isEqualTo(position);
                    String account = account(random);
                    assertThat(Cursor.account(Cursor.of(account))).isEqualTo(account);
                });
    }

    @Test
    void aDamagedCursorIsAProblemUnlessItIsAnother() {
        forEachSeed(
                20_000,
                random -> {
                    String good =
                            random.nextBoolean()
                                    ? Cursor.of(random.nextLong(1_000_000_000_000_000_000L))
                                    : Cursor.of(account(random));
                    requireCursorOrProblem(Damage.to(good, random));
                });
    }

    @Test
    void noTextIsMoreThanAProblem() {
        forEachSeed(
                10_000,
                random -> {
                    requireCursorOrProblem(Texts.any(random, 200));
                    byte[] noise = new byte[random.nextInt(90)];
                    random.nextBytes(noise);
                    requireCursorOrProblem(Base64.getUrlEncoder().encodeToString(noise));
                });
    }

    /** Found by damaging cursors: bits at the end of Base64 that mean nothing were passed over. */
    @ParameterizedTest
    @ValueSource(strings = {"cDF", "cDE=", "cDAx"})
    void onlyTheOneFormOfACursorIsOne(String other) {
        assertThat(Cursor.of(1)).isEqualTo("cDE");
        assertThatThrownBy(() -> Cursor.position(other)).isInstanceOf(ProblemException.class);
    }

    private static void requireCursorOrProblem(String text) {
        try {
            assertThat(Cursor.of(Cursor.position(text))).isEqualTo(text);
        } catch (ProblemException refused) {
            requireValidation(refused);
        }
        try {
            assertThat(Cursor.of(Cursor.account(text))).isEqualTo(text);
        } catch (ProblemException refused) {
            requireValidation(refused);
        }
    }

    private static void requireValidation(ProblemException refused) {
        assertThat(refused.problem().slug()).isEqualTo("validation");
        assertThat(refused.problem().status()).isEqualTo(400);
    }

    private static String account(RandomGenerator random) {
        String signs = "@abcXYZ019._:-";
        StringBuilder account = new StringBuilder();
        for (int i = random.nextInt(64); i >= 0; i--) {
            account.append(signs.charAt(random.nextInt(signs.length())));
        }
        return account.toString();
    }
}
