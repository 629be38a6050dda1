package dev.daybook.cli.statement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * How the book's closing balances compare with those of the other bank.
 *
 * @param accountDays days on which an account has rows and the other bank recorded a balance
 * @param agreeing those on which both are the same
 * @param inconsistent those that differ because the other bank's record differs from the sum of its
 *     own rows
 * @param unexpected those on which the book differs from the sum of the rows: rows that were
 *     rejected, movements from elsewhere, or a defect
 */
public record Reconciliation(
        int accountDays, int agreeing, List<Difference> inconsistent, List<Difference> unexpected) {

    /**
     * An account-day with different figures.
     *
     * @param sum the sum of the rows
     * @param book what the book says
     * @param recorded what the other bank recorded
     */
    public record Difference(
            String account, LocalDate on, BigDecimal sum, BigDecimal book, BigDecimal recorded) {}
}
