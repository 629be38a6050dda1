package dev.daybook.cli.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.cli.statement.Statements.Entry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class BookingOrderTest {

    private static final BigDecimal DIME = new BigDecimal("0.10");

    @Test
    void theFilesOwnOrderIsTakenWhenItHolds() {
        assertThat(closing("100", row("10", "110"), row("-5", "105"))).isEqualByComparingTo("105");
    }

    @Test
    void theBanksOrderIsFoundWhenTheFileHasAnother() {
        // A fee of 14.60 listed before the interest that was booked before it.
        assertThat(closing("1000", row("-14.60", "1035.40"), row("50", "1050")))
                .isEqualByComparingTo("1035.40");
    }

    @Test
    void aBalanceThatIsOffByTheBanksRoundingDoesNotHideTheOrder() {
        assertThat(closing("1000", row("-14.60", "1035.50"), row("50", "1050.10")))
                .isEqualByComparingTo("1035.50");
    }

    @Test
    void whereNoOrderHoldsTheOneWithTheFewestBreaksDecides() {
        // The first row's predecessors are missing from the file.
        assertThat(closing("0", row("10", "515"), row("5", "505"))).isEqualByComparingTo("515");
    }

    @Test
    void anyShuffleOfADayEndsAtTheSameBalance() {
        Random random = new Random(1993);
        for (int round = 0; round < 50; round++) {
            List<Entry> rows = new ArrayList<>();
            BigDecimal balance = new BigDecimal("500.00");
            for (int i = 0; i < 2 + random.nextInt(6); i++) {
                BigDecimal amount = BigDecimal.valueOf(random.nextInt(100_000) - 50_000, 2);
                balance = balance.add(amount);
                rows.add(row(amount.toPlainString(), balance.toPlainString()));
            }
            Collections.shuffle(rows, random);
            assertThat(BookingOrder.closing(new BigDecimal("500.00"), rows, DIME))
                    .isEqualByComparingTo(balance);
        }
    }

    @Test
    void aDayWithoutARecordedBalanceHasNoneAtItsClose() {
        assertThat(closing("100", row("10", "110"), row("-5", null))).isNull();
    }

    @Test
    void aDayOfHundredsOfRowsIsTakenInTheOrderOfTheFile() {
        List<Entry> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(row("1", Integer.toString(7 * i)));
        }
        assertThat(BookingOrder.closing(BigDecimal.ZERO, rows, DIME)).isEqualByComparingTo("3493");
    }

    private static @Nullable BigDecimal closing(String before, Entry... rows) {
        return BookingOrder.closing(new BigDecimal(before), List.of(rows), DIME);
    }

    private static Entry row(String amount, @Nullable String balance) {
        return new Entry(
                "row",
                "key",
                "a",
                LocalDate.of(1993, 1, 31),
                new BigDecimal(amount),
                balance == null ? null : new BigDecimal(balance),
                "kind",
                "@bank",
                "",
                Map.of());
    }
}
