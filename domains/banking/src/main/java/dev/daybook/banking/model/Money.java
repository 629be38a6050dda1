package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An amount of money, exactly: whole minor units (cents, say) of a currency.
 *
 * @param minorUnits the amount, negative for a debit
 * @param currency ISO 4217 code
 */
public record Money(long minorUnits, String currency) {

    /** The largest amount that one leg, hold or limit may have, in minor units. */
    public static final long AMOUNT_MAX = 1_000_000_000_000_000L;

    /**
     * The largest balance of one account in one currency, in minor units. With it, no sum of a
     * balance, a limit and all holds of an account leaves the range of a long.
     */
    public static final long BALANCE_MAX = 1_000_000_000_000_000_000L;

    private static final int DIGITS_MAX = 15;

    /** Possessive, so that long hostile texts cost one pass. */
    private static final Pattern DECIMAL = Pattern.compile("-?+[0-9]{1,15}+(\\.[0-9]{1,15}+)?+");

    /**
     * Reads a decimal as clients write it: digits, at most one point, a minus sign in front where
     * the amount is negative. No exponent, no plus sign, no grouping, at most 15 digits in all.
     *
     * @throws IllegalArgumentException when the text is not one, with the reason for the client
     */
    public static BigDecimal parse(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "An amount is written in digits with a point, such as 12.34, not "
                            + Texts.quoted(text)
                            + ".");
        }
        BigDecimal amount = new BigDecimal(text);
        if (text.length() > DIGITS_MAX && digits(text) > DIGITS_MAX) {
            throw new IllegalArgumentException(
                    "An amount has at most " + DIGITS_MAX + " digits, not " + digits(text) + ".");
        }
        return amount;
    }

    private static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    /**
     * True for an ISO 4217 code of a currency that amounts can be kept in (not gold, and not the
     * code for "no currency").
     */
    public static boolean isCurrency(@Nullable String code) {
        return code != null && fractionDigitsOrMinus(code) >= 0;
    }

    /** Number of decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
    public static int fractionDigits(String currency) {
        int digits = fractionDigitsOrMinus(currency);
        if (digits < 0) {
            throw new IllegalArgumentException(
                    Texts.quoted(currency) + " is not a currency that amounts are kept in.");
        }
        return digits;
    }

    private static int fractionDigitsOrMinus(String code) {
        try {
            return code.length() == 3 ? Currency.getInstance(code).getDefaultFractionDigits() : -1;
        } catch (IllegalArgumentException unknown) {
            return -1;
        }
    }

    /** The amount as a decimal with exactly the currency's number of decimals. */
    public BigDecimal decimal() {
        return BigDecimal.valueOf(minorUnits, fractionDigits(currency));
    }

    /** The amount as clients read it: {@code "12.34"}. */
    public String text() {
        return decimal().toPlainString();
    }

    /** {@link #text()} of an amount in minor units. */
    public static String text(long minorUnits, String currency) {
        return new Money(minorUnits, currency).text();
    }

    /** {@code "12.34 EUR"}. */
    @Override
    public String toString() {
        return text() + ' ' + currency;
    }
}
