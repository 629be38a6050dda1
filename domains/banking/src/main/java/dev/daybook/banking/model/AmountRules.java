package dev.daybook.banking.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** How decimals of commands become minor units, and how far amounts and balances may go. */
final class AmountRules {

    /** No decimal of a client has more digits than this; a longer one is not even looked at. */
    private static final int SCALE_MAX = 100;

    /** So many digits always fit into a long. */
    private static final int LONG_DIGITS = 18;

    private AmountRules() {}

    /** An amount that must be above zero, in minor units. */
    static long positive(String name, @Nullable BigDecimal amount, String currency) {
        long minor = minorUnits(name, amount, currency);
        if (minor <= 0) {
            throw Refused.validation("The " + name + " must be above zero.");
        }
        return minor;
    }

    /** An amount that must not be below zero, in minor units. */
    static long notNegative(String name, @Nullable BigDecimal amount, String currency) {
        long minor = minorUnits(name, amount, currency);
        if (minor < 0) {
            throw Refused.validation("The " + name + " must not be below zero.");
        }
        return minor;
    }

    /** Any amount within the limits, in minor units. */
    static long minorUnits(String name, @Nullable BigDecimal amount, String currency) {
        if (amount == null) {
            throw Refused.validation("The " + name + " is missing.");
        }
        int decimals = Money.fractionDigits(currency);
        boolean zero = amount.signum() == 0;
        if (amount.scale() > decimals) {
            throw Refused.validation(
                    "The %s has %d decimals; %s has %d."
                            .formatted(name, amount.scale(), currency, decimals));
        }
        // Before any arithmetic: 1e999999999 is short to write and long to compute with.
        long digits = (long) amount.precision() - amount.scale() + decimals;
        if (!zero && (digits > LONG_DIGITS || amount.scale() < -SCALE_MAX)) {
            throw tooLarge(name, currency);
        }
        long minor = zero ? 0 : amount.movePointRight(decimals).longValueExact();
        if (Math.abs(minor) > Money.AMOUNT_MAX) {
            throw tooLarge(name, currency);
        }
        return minor;
    }

    /** A balance after a movement, within what a balance may be. */
    static long balance(String account, long balance, long movement, String currency) {
        long after = Math.addExact(balance, movement); // neither is anywhere near the end of a long
        if (Math.abs(after) > Money.BALANCE_MAX) {
            throw Refused.limit(
                    "The balance of %s would go beyond %s."
                            .formatted(account, new Money(Money.BALANCE_MAX, currency)));
        }
        return after;
    }

    private static Refused tooLarge(String name, String currency) {
        return Refused.limit(
                "The %s is larger than %s.".formatted(name, new Money(Money.AMOUNT_MAX, currency)));
    }
}
