package dev.daybook.cli.statement;

import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.statement.Statements.NewAccount;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The closing balance of every account-day, twice: as the sum of the rows, and as the other bank
 * recorded it.
 */
final class ClosingBalances {

    /**
     * @param sum the opening balance and all rows up to and including the day
     * @param recorded the balance the other bank recorded at the day's close; null when it did not
     */
    record AccountDay(String account, LocalDate on, BigDecimal sum, @Nullable BigDecimal recorded) {

        /** Whether the data agrees with itself; true when there is nothing to compare with. */
        boolean agrees() {
            return recorded == null || recorded.compareTo(sum) == 0;
        }
    }

    private ClosingBalances() {}

    /** Every day on which an account has rows, account by account, oldest day first. */
    static List<AccountDay> of(Statements statements) {
        Map<String, TreeMap<LocalDate, List<Entry>>> accounts = new LinkedHashMap<>();
        for (Entry entry : statements.entries()) {
            accounts.computeIfAbsent(entry.account(), account -> new TreeMap<>())
                    .computeIfAbsent(entry.on(), day -> new ArrayList<>())
                    .add(entry);
        }
        Map<String, BigDecimal> openings = new HashMap<>();
        for (NewAccount account : statements.accounts()) {
            openings.put(account.id(), account.opening());
        }
        List<AccountDay> days = new ArrayList<>();
        accounts.forEach((account, byDay) -> {
            BigDecimal sum = openings.getOrDefault(account, BigDecimal.ZERO);
            BigDecimal before = sum;
            for (Map.Entry<LocalDate, List<Entry>> day : byDay.entrySet()) {
                for (Entry entry : day.getValue()) {
                    sum = sum.add(entry.amount());
                }
                BigDecimal recorded =
                        BookingOrder.closing(before, day.getValue(), statements.rounding());
                before = recorded == null ? sum : recorded;
                days.add(new AccountDay(account, day.getKey(), sum, recorded));
            }
        });
        return days;
    }
}
