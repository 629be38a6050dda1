package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.because;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import java.util.List;

/** How fresh an answer is, and what happens when it cannot be fresh enough. */
@OnEveryBackend
class ConsistencyIT {

    private final Bank bank;
    private final Api api;

    ConsistencyIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void oneReadsOnesOwnWritesInEveryView() {
        String account = bank.account();
        for (int i = 1; i <= 20; i++) {
            Answer deposit = bank.deposit(account, "1.00");
            long position = deposit.position();
            String base = "/v1/accounts/" + account;
            assertThat(Json.text(bank.getAtLeast(position, base), "balance")).isEqualTo(i + ".00");
            assertThat(bank.getAtLeast(position, base + "/transactions").path("items")).hasSize(i);
            assertThat(
                            bank.getAtLeast(position, "/v1/transactions?account=" + account)
                                    .path("total")
                                    .asInt())
                    .isEqualTo(i);
            String today = deposit.text("valueDate");
            assertThat(
                            Json.text(
                                    bank.getAtLeast(position, base + "/balance?on=" + today),
                                    "balance"))
                    .isEqualTo(i + ".00");
        }
    }

    @Test
    void aStrongReadShowsWhatWasCommittedBefore() {
        String account = bank.account();
        for (int i = 1; i <= 20; i++) {
            long position = bank.deposit(account, "1.00").position();
            Answer shown =
                    api.get("/v1/accounts/" + account, "Daybook-Consistency", "strong").expect(200);
            assertThat(shown.text("balance")).isEqualTo(i + ".00");
            assertThat(shown.position()).isGreaterThanOrEqualTo(position);
        }
    }

    @Test
    void everyReadSaysWhichPositionItShows() {
        String account = bank.account();
        String transaction = bank.deposit(account, "1.00").text("id");
        for (String path :
                List.of(
                        "/v1/accounts",
                        "/v1/accounts/" + account,
                        "/v1/accounts/" + account + "?asOfPosition=" + bank.head(),
                        "/v1/accounts/" + account + "/balance?on=2026-01-01",
                        "/v1/accounts/" + account + "/transactions",
                        "/v1/accounts/" + account + "/audit",
                        "/v1/transactions",
                        "/v1/transactions/" + transaction,
                        "/v1/commands/" + transaction,
                        "/v1/journal",
                        "/v1/views",
                        "/v1/book")) {
            Answer answer = api.get(path).expect(200);
            assertThat(answer.has("Daybook-Position")).as(path).isTrue();
            assertThat(answer.position()).as(path).isPositive();
        }
    }

    @Test
    void everyWriteSaysItsPositionAndCommandAlsoWhenRefused() {
        String account = bank.account();
        Answer refused =
                api.post("/v1/accounts/" + account + "/withdrawals", Bank.amount("1.00"))
                        .expect(422);
        assertThat(refused.position()).isPositive();
        assertThat(refused.command()).isNotNull();
    }

    @Test
    void aViewThatIsTooFarBehindSaysSoInsteadOfShowingOldData() {
        String account = bank.account();
        api.post("/v1/views/accounts/pause", because()).expectSuccess();
        try {
            long position = bank.deposit(account, "1.00").position();
            Answer behind =
                    api.get(
                            "/v1/accounts/" + account,
                            "Daybook-Consistency",
                            "at-least=" + position,
                            "Prefer",
                            "wait=0");
            behind.expectProblem(503, "view-behind");
            assertThat(Integer.parseInt(behind.header("Retry-After"))).isPositive();
            assertThat(bank.balance(account)).as("strong").isEqualTo("1.00");
            assertThat(
                            bank.getAtLeast(position, "/v1/transactions?account=" + account)
                                    .path("total")
                                    .asInt())
                    .as("another view")
                    .isEqualTo(1);
            Answer eventual = api.get("/v1/accounts/" + account);
            assertThat(eventual.status()).isIn(200, 404);
            assertThat(eventual.position()).isLessThan(position);
        } finally {
            api.post("/v1/views/accounts/resume", because()).expectSuccess();
        }
        long position = bank.deposit(account, "1.00").position();
        assertThat(Json.text(bank.getAtLeast(position, "/v1/accounts/" + account), "balance"))
                .isEqualTo("2.00");
    }

    @Test
    void aReadWaitsNoLongerThanItIsTold() {
        long never = bank.head() + 1_000_000;
        long started = System.nanoTime();
        api.get("/v1/transactions", "Daybook-Consistency", "at-least=" + never, "Prefer", "wait=1")
                .expectProblem(503, "view-behind");
        assertThat((System.nanoTime() - started) / 1_000_000).isBetween(900L, 5_000L);
    }

    @Test
    void aConsistencyThatDoesNotExistIsRefused() {
        String account = bank.account();
        bank.getAtLeast(bank.head(), "/v1/accounts/" + account); // from here on it is shown
        for (String wrong :
                List.of("fresh", "at-least=", "at-least=x", "at-least=-1", "at-least=1e3")) {
            api.get("/v1/accounts/" + account, "Daybook-Consistency", wrong).expectInvalid();
            api.get("/v1/transactions", "Daybook-Consistency", wrong).expectInvalid();
        }
        api.get("/v1/accounts/" + account, "Daybook-Consistency", "eventual").expect(200);
    }
}
