package dev.daybook.banking.model;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.random.RandomGenerator;

/** Amounts are exact, and what is not an amount is not taken for one. */
class MoneyTest {

    /** The largest amount that has no more digits than may be written. */
    private static final long MOST = Money.AMOUNT_MAX - 1;

    @Test
    void whatIsWrittenIsReadBack() {
        for (long edge : new long[] {0, 1, -1, 2, -2, MOST, -MOST}) {
            requireReadBack(edge, "EUR");
        }
        List<String> currencies =
                Currency.getAvailableCurrencies().stream()
                        .map(Currency::getCurrencyCode)
                        .filter(Money::isCurrency)
                        .sorted()
                        .toList();
        forEachSeed(
                20_000,
                random -> {
                    // As many short ones as long ones.
                    long most = Math.min(MOST, 1L << random.nextInt(1, 51));
                    requireReadBack(
                            random.nextLong(-most, most + 1),
                            currencies.get(random.nextInt(currencies.size())));
                });
    }

    private static void requireReadBack(long minor, String currency) {
        Money money = new Money(minor, currency);
        assertThat(Money.parse(money.text())).isEqualByComparingTo(money.decimal());
        assertThat(AmountRules.minorUnits("amount", Money.parse(money.text()), currency))
                .isEqualTo(minor);
    }

    @Test
    void whateverIsReadIsWhatTheTextSays() {
        forEachSeed(
                50_000,
                random -> {
                    String text =
                            random.nextBoolean()
                                    ? Texts.any(random, 20)
                                    : Damage.to(Money.text(random.nextInt(), "EUR"), random);
                    BigDecimal read;
                    try {
                        read = Money.parse(text);
                    } catch (IllegalArgumentException refused) {
                        assertThat(refused).hasMessageStartingWith("An amount ");
                        return;
                    }
                    assertThat(text).matches("-?[0-9]+([.][0-9]+)?");
                    assertThat(read).isEqualTo(new BigDecimal(text));
                });
    }

    @Test
    void anAmountOfAnySizeIsExactOrRefusedAndCostsNothing() {
        forEachSeed(
                50_000,
                random -> {
                    BigDecimal amount = anyDecimal(random);
                    String currency = List.of("EUR", "JPY", "KWD").get(random.nextInt(3));
                    long minor;
                    try {
                        minor = AmountRules.minorUnits("amount", amount, currency);
                    } catch (Refused refused) {
                        assertThat(refused.rejection().code()).isIn("validation", "limit-exceeded");
                        return;
                    }
                    assertThat(new Money(minor, currency).decimal()).isEqualByComparingTo(amount);
                    assertThat(Math.abs(minor)).isLessThanOrEqualTo(Money.AMOUNT_MAX);
                });
    }

    /** Found by fuzzing: sixteen digits and three decimals left the range of a long. */
    @Test
    void anAmountTooLargeInACurrencyOfThreeDecimalsIsRefusedAndNotADefect() {
        assertThatThrownBy(() ->
                        AmountRules.minorUnits("amount", new BigDecimal("9999999999999999"), "KWD"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.rejection().code()).isEqualTo("limit-exceeded"));
    }

    private static BigDecimal anyDecimal(RandomGenerator random) {
        byte[] unscaled = new byte[1 + random.nextInt(12)];
        random.nextBytes(unscaled);
        int scale = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(-20, 20);
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    @Test
    void aBalanceIsExactOrRefusedUpToItsLimitOnBothSides() {
        forEachSeed(
                20_000,
                random -> {
                    long balance =
                            (Money.BALANCE_MAX - random.nextLong(1L << random.nextInt(1, 51)))
                                    * (random.nextBoolean() ? 1 : -1);
                    long movement = random.nextLong(-Money.AMOUNT_MAX, Money.AMOUNT_MAX + 1);
                    BigInteger exact =
                            BigInteger.valueOf(balance).add(BigInteger.valueOf(movement));
                    boolean fits =
                            exact.abs().compareTo(BigInteger.valueOf(Money.BALANCE_MAX)) <= 0;
                    try {
                        assertThat(AmountRules.balance("a", balance, movement, "EUR"))
                                .isEqualTo(exact.longValueExact());
                        assertThat(fits).isTrue();
                    } catch (Refused refused) {
                        assertThat(refused.rejection().code()).isEqualTo("limit-exceeded");
                        assertThat(fits).isFalse();
                    }
                });
    }

    @Test
    void aCurrencyHasItsOwnNumberOfDecimals() {
        assertThat(Money.text(1234, "EUR")).isEqualTo("12.34");
        assertThat(Money.text(1234, "JPY")).isEqualTo("1234");
        assertThat(Money.text(1234, "KWD")).isEqualTo("1.234");
        assertThat(Money.text(-5, "USD")).isEqualTo("-0.05");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "12", "12.3", "12.34", "-0.01", "007", "999999999999999"})
    void digitsWithAPointAreAnAmount(String text) {
        assertThat(Money.parse(text)).isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+1",
                "1e3",
                "1E400000000",
                "0x10",
                "1,000.00",
                ".5",
                "5.",
                "--1",
                "NaN",
                "Infinity",
                "1 ",
                " 1",
                "1\u0000",
                "١٢",
                "1234567890123456",
                "12345678901234.56"
            })
    void anythingElseIsNot(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "EURO", "", "XXX", "XAU", "ZZZ", "E R", "\u0000\u0000\u0000"})
    void onlyCurrenciesWithMinorUnitsAreCurrencies(String code) {
        assertThat(Money.isCurrency(code)).isFalse();
    }
}
