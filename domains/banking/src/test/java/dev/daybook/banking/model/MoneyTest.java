package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

/** Amounts are exact, and what is not an amount is not taken for one. */
class MoneyTest {

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @LongRange(min = -Money.AMOUNT_MAX + 1, max = Money.AMOUNT_MAX - 1)
                    long minor) {
        Money money = new Money(minor, "EUR");
        assertThat(Money.parse(money.text())).isEqualByComparingTo(money.decimal());
        assertThat(AmountRules.minorUnits("amount", Money.parse(money.text()), "EUR"))
                .isEqualTo(minor);
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
