package dev.daybook.banking.view;

import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.Posting;
import dev.daybook.engine.view.Searchable.Amount;
import dev.daybook.engine.view.Searchable.Keyword;
import dev.daybook.engine.view.Searchable.Text;
import dev.daybook.engine.view.Searchable.When;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A transaction as it is found and shown.
 *
 * @param status {@value #POSTED} or {@value #REVERSED}
 * @param account the accounts of the legs, to filter by and to find by their names
 * @param currency the currencies of the legs
 * @param amount what was moved in the currency of the first leg, as {@link #searchAmount} counts it
 * @param recordedAt when it was recorded
 * @param position the position at which it was posted
 * @param command the command that posted it
 */
public record TransactionDocument(
        String id,
        @Keyword String kind,
        @Keyword String status,
        @Text @Nullable String description,
        @Text Map<String, String> metadata,
        @Keyword @Text List<String> account,
        @Keyword List<String> currency,
        @Amount long amount,
        @When LocalDate valueDate,
        @When Instant recordedAt,
        @Amount long position,
        UUID command,
        List<Posting> legs,
        @Nullable UUID reverses,
        @Nullable UUID reversedBy) {

    public static final String POSTED = "posted";
    public static final String REVERSED = "reversed";

    /** No ISO currency has more decimals. */
    private static final int SEARCH_DECIMALS = 4;

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * A decimal amount as the field {@code amount} counts it: in ten-thousandths, whatever the
     * currency, so that 100.00 EUR and 100 JPY are found by the same number. What is too large for
     * that is counted as the largest.
     */
    public static long searchAmount(BigDecimal amount) {
        // Before any arithmetic: 1e999999999 is short to write and long to compute with.
        long digitsBeforePoint = (long) amount.precision() - amount.scale();
        if (amount.signum() == 0 || digitsBeforePoint < -SEARCH_DECIMALS) {
            return 0;
        }
        if (digitsBeforePoint > 18) {
            return amount.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        BigDecimal scaled =
                amount.setScale(SEARCH_DECIMALS, RoundingMode.DOWN).movePointRight(SEARCH_DECIMALS);
        return scaled.min(LONGEST).max(LONGEST.negate()).longValueExact();
    }

    static long searchAmount(long minorUnits, String currency) {
        return searchAmount(new Money(minorUnits, currency).decimal());
    }

    TransactionDocument reversed(UUID by) {
        return new TransactionDocument(
                id,
                kind,
                REVERSED,
                description,
                metadata,
                account,
                currency,
                amount,
                valueDate,
                recordedAt,
                position,
                command,
                legs,
                reverses,
                by);
    }
}
