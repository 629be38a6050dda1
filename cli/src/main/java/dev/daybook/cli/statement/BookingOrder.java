package dev.daybook.cli.statement;

import static java.util.Objects.requireNonNull;

import dev.daybook.cli.statement.Statements.Entry;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the order in which a bank booked the rows of one day. Files may list them in another; the
 * bank's order is the one in which each row's balance is the balance before it plus its amount. The
 * last row of that order tells the balance at the day's close.
 */
final class BookingOrder {

    /** Orders of more rows than this are too many to look at; the order of the file is taken. */
    private static final int ROWS_MAX = 12;

    /** A link that does not hold weighs more than any number of links that are a rounding off. */
    private static final int BROKEN = 1_000;

    private static final int UNREACHED = Integer.MAX_VALUE;

    private final BigDecimal before;
    private final List<Entry> rows;
    private final BigDecimal rounding;

    private BookingOrder(BigDecimal before, List<Entry> rows, BigDecimal rounding) {
        this.before = before;
        this.rows = rows;
        this.rounding = rounding;
    }

    /**
     * The balance that the bank recorded at the close of a day; null when its last row has none.
     *
     * @param before the bank's balance before the day
     * @param rows the rows of the day, in the order of the file
     * @param rounding a difference up to this does not break a link
     */
    static @Nullable BigDecimal closing(BigDecimal before, List<Entry> rows, BigDecimal rounding) {
        BookingOrder order = new BookingOrder(before, rows, rounding);
        boolean complete = rows.stream().allMatch(row -> row.recorded() != null);
        return complete && rows.size() <= ROWS_MAX && !order.fileOrderHolds()
                ? recorded(rows.get(order.last()))
                : rows.getLast().recorded();
    }

    private boolean fileOrderHolds() {
        BigDecimal balance = before;
        for (Entry row : rows) {
            if (cost(balance, row) > 0) {
                return false;
            }
            balance = recorded(row);
        }
        return true;
    }

    /**
     * The last row of the order with the fewest broken links: the cheapest path through all rows,
     * by dynamic programming over the sets of rows already booked (Held and Karp, 1962).
     */
    private int last() {
        int n = rows.size();
        int[][] cheapest = new int[1 << n][n];
        for (int[] costs : cheapest) {
            Arrays.fill(costs, UNREACHED);
        }
        for (int row = 0; row < n; row++) {
            cheapest[1 << row][row] = cost(before, rows.get(row));
        }
        for (int booked = 1; booked < 1 << n; booked++) {
            for (int last = 0; last < n; last++) {
                if (cheapest[booked][last] != UNREACHED) {
                    extend(cheapest, booked, last);
                }
            }
        }
        int[] whole = cheapest[(1 << n) - 1];
        int best = n - 1; // where two orders are equally good, the file's last row decides
        for (int last = 0; last < n; last++) {
            best = whole[last] < whole[best] ? last : best;
        }
        return best;
    }

    private void extend(int[][] cheapest, int booked, int last) {
        BigDecimal balance = recorded(rows.get(last));
        for (int next = 0; next < rows.size(); next++) {
            if ((booked & 1 << next) == 0) {
                int cost = cheapest[booked][last] + cost(balance, rows.get(next));
                int[] costs = cheapest[booked | 1 << next];
                costs[next] = Math.min(costs[next], cost);
            }
        }
    }

    private int cost(BigDecimal balance, Entry row) {
        BigDecimal gap = balance.add(row.amount()).subtract(recorded(row)).abs();
        if (gap.signum() == 0) {
            return 0;
        }
        return gap.compareTo(rounding) <= 0 ? 1 : BROKEN;
    }

    private static BigDecimal recorded(Entry row) {
        return requireNonNull(row.recorded());
    }
}
