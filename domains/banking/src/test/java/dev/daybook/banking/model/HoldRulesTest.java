package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand.CaptureHold;
import dev.daybook.banking.model.BankingCommand.ExpireHold;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.ReleaseHold;
import dev.daybook.banking.model.BankingCommand.Withdraw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Amounts set aside. */
class HoldRulesTest {

    private final Bank bank = new Bank().givenAccount("a", "100.00");

    private String hold(String amount, Instant expiresAt) {
        UUID id = bank.given(new PlaceHold("a", new BigDecimal(amount), expiresAt));
        return Identifiers.part("a", id);
    }

    private static CaptureHold capture(String hold, String amount) {
        return new CaptureHold(hold, amount == null ? null : new BigDecimal(amount), "@cards");
    }

    @Test
    void aHoldNeverLetsTheAvailableBalanceGoBelowTheLimit() {
        hold("60", null);
        assertThat(bank.account("a").available()).isEqualTo(40_00);
        assertThat(bank.account("a").balance()).isEqualTo(100_00);
        assertThat(bank.refused(new PlaceHold("a", new BigDecimal("40.01"), null)).code())
                .isEqualTo("insufficient-funds");
        Withdraw withdraw =
                new Withdraw("a", new BigDecimal("40.01"), "@cash", null, null, Map.of());
        assertThat(bank.refused(withdraw).code()).isEqualTo("insufficient-funds");
    }

    @Test
    void aHoldIsCapturedInPartAndTheRestIsAvailableAgain() {
        String hold = hold("60", null);
        UUID id = bank.given(capture(hold, "45.50"));
        assertThat(bank.account("a").balance()).isEqualTo(54_50);
        assertThat(bank.account("a").available()).isEqualTo(54_50);
        assertThat(bank.account("a").holds()).isEmpty();
        assertThat(bank.own("@cards").balance("EUR")).isEqualTo(45_50);
        // The version of a leg is that of the debit, not of the capture that came before it.
        assertThat(bank.transaction(id).legs().getFirst().accountVersion()).isEqualTo(5);
        assertThat(bank.refused(capture(hold, "1")).code()).isEqualTo("hold-not-open");
    }

    @Test
    void aHoldOfEverythingCanBeCapturedWhole() {
        bank.given(capture(hold("100", null), null));
        assertThat(bank.account("a").available()).isZero();
    }

    @Test
    void noMoreIsCapturedThanIsHeld() {
        assertThat(bank.refused(capture(hold("10", null), "10.01")).code())
                .isEqualTo("limit-exceeded");
    }

    @Test
    void aReleasedHoldIsAvailableAgain() {
        String hold = hold("60", null);
        bank.given(new ReleaseHold(hold));
        assertThat(bank.account("a").available()).isEqualTo(100_00);
        assertThat(bank.refused(new ReleaseHold(hold)).code()).isEqualTo("hold-not-open");
    }

    @Test
    void aHoldExpiresWhenItsTimeIsOverAndNotBefore() {
        String hold = hold("60", bank.now().plus(Duration.ofHours(1)));
        assertThat(bank.refused(new ExpireHold(hold)).code()).isEqualTo("conflict");
        bank.pass(Duration.ofHours(1));
        assertThat(bank.refused(capture(hold, "1")).code()).isEqualTo("hold-not-open");
        bank.given(new ExpireHold(hold));
        assertThat(bank.account("a").available()).isEqualTo(100_00);
    }

    @Test
    void aHoldWithoutATimeNeverExpires() {
        String hold = hold("60", null);
        bank.pass(Duration.ofDays(10_000));
        assertThat(bank.refused(new ExpireHold(hold)).code()).isEqualTo("conflict");
    }

    @Test
    void aHoldExpiresInTheFutureAndWithinTenYears() {
        for (Instant at : new Instant[] {bank.now(), Instant.MIN, Instant.MAX}) {
            assertThat(bank.refused(new PlaceHold("a", BigDecimal.ONE, at)).code())
                    .isEqualTo("validation");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "a",
                "a~",
                "~00000000-0000-7000-8000-000000000001",
                "@cash~00000000-0000-7000-8000-000000000001",
                "b~00000000-0000-7000-8000-000000000001"
            })
    void whatNamesNoHoldIsNotFound(String hold) {
        assertThat(bank.refused(new ReleaseHold(hold)).code()).isEqualTo("not-found");
        assertThat(bank.refused(capture(hold, null)).code()).isEqualTo("not-found");
    }

    @Test
    void anAccountHasAtMostAThousandHolds() {
        for (int i = 0; i < Account.PARTS_MAX; i++) {
            hold("0.01", null);
        }
        assertThat(bank.refused(new PlaceHold("a", BigDecimal.ONE, null)).code())
                .isEqualTo("limit-exceeded");
    }
}
