package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How much happens, by hour. Other tests may be counted too: what is looked at is what is added.
 */
@OnEveryBackend
class ActivityIT {

    private final Bank bank;

    ActivityIT(Bank bank) {
        this.bank = bank;
    }

    private record Sum(long transactions, BigDecimal amount) {}

    private JsonNode activity() {
        return bank.api().get("/v1/activity", "Daybook-Consistency", "strong").expect(200).json();
    }

    private Sum sum(String kind) {
        long transactions = 0;
        BigDecimal amount = BigDecimal.ZERO;
        for (JsonNode item : activity().path("recorded")) {
            if (item.path("kind").asString().equals(kind)
                    && item.path("currency").asString().equals("EUR")) {
                transactions += item.path("transactions").asLong();
                amount = amount.add(new BigDecimal(item.path("amount").asString()));
            }
        }
        return new Sum(transactions, amount);
    }

    @Test
    void aTransferCountsOnceAndWithWhatOneSideGot() {
        String from = bank.accountWith("100.00");
        String to = bank.account();
        Sum before = sum("transfer");
        bank.transfer(from, to, "12.34");
        bank.transfer(from, to, "0.66");
        Sum after = sum("transfer");
        assertThat(after.transactions()).isEqualTo(before.transactions() + 2);
        assertThat(after.amount().subtract(before.amount())).isEqualByComparingTo("13.00");
    }

    @Test
    void theHoursAreWholeAndTheLastIsTheOneThatHasNotEnded() {
        bank.accountWith("1.00");
        JsonNode activity = activity();
        Instant to = Instant.parse(activity.path("to").asString());
        Instant from = Instant.parse(activity.path("from").asString());
        assertThat(to).isAfter(Instant.now().minusSeconds(60));
        assertThat(to).isEqualTo(to.truncatedTo(ChronoUnit.HOURS));
        assertThat(from).isEqualTo(to.minus(24, ChronoUnit.HOURS));
        for (JsonNode item : activity.path("recorded")) {
            Instant hour = Instant.parse(item.path("hour").asString());
            assertThat(hour).isEqualTo(hour.truncatedTo(ChronoUnit.HOURS));
            assertThat(hour).isBetween(from, to.minusSeconds(1));
        }
    }

    @Test
    void whatIsRefusedIsCountedByItsCode() {
        String account = bank.accountWith("1.00");
        // A span that nobody else asks for: what was counted is remembered for five seconds.
        Instant from = Instant.now().minus(77, ChronoUnit.HOURS);
        bank.api()
                .post("/v1/accounts/" + account + "/withdrawals", Bank.amount("2.00"))
                .expect(422);
        JsonNode refused =
                bank.api().get("/v1/activity?from=" + from).expect(200).json().path("refused");
        assertThat(refused)
                .anySatisfy(item -> {
                    assertThat(item.path("code").asString()).isEqualTo("insufficient-funds");
                    assertThat(item.path("commands").asLong()).isPositive();
                });
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        Instant now = Instant.now();
        assertThat(status("from=" + now.plus(2, ChronoUnit.HOURS))).isEqualTo(400);
        assertThat(status("from=" + now.minus(40, ChronoUnit.DAYS))).isEqualTo(400);
        assertThat(status("from=yesterday")).isEqualTo(400);
        assertThat(status("to=1800-01-01T00:00:00Z")).isEqualTo(400);
        assertThat(status("days=3")).isEqualTo(400);
    }

    private int status(String query) {
        Answer answer = bank.api().get("/v1/activity?" + query);
        return answer.status();
    }
}
