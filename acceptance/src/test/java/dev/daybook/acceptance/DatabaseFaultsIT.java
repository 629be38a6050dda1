package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.RealPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * The database is another server, and it and the network to it fail under load. Whatever happens,
 * clients get a success or are told to try again, nothing that was acknowledged is lost or done
 * twice, and when it is over everything goes on by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class DatabaseFaultsIT {

    private static final String NODE = "one";
    private static final int CONNECTIONS = 4;

    private RealPostgres postgres;
    private DaybookProcess process;
    private Bank bank;
    private Api api;
    private TransferLoad load;
    private Aftermath aftermath;

    @BeforeAll
    void startEverything() {
        postgres = RealPostgres.start();
        process = postgres.serve(NODE, CONNECTIONS);
        bank = new Bank(process);
        api = bank.api();
        load = TransferLoad.upTo(1_000, bank);
        aftermath = new Aftermath(load);
    }

    @AfterAll
    void stopEverything() {
        process.close();
        postgres.close();
    }

    @BeforeEach
    void startLoad(TestInfo test) {
        load.start(test.getDisplayName().hashCode(), api);
        load.awaitAnswered(500);
    }

    @AfterEach
    void everythingGoesOnAndIsAsItShouldBe(TestInfo test) throws Exception {
        load.awaitAnswered(500);
        load.stop();
        System.out.printf(
                "DatabaseFaultsIT %s: %d answered, %d put off, the slowest after %d ms%n",
                test.getDisplayName(), load.answered(), load.putOff(), load.slowest().toMillis());
        aftermath.check(bank);
        assertThat(process.isReady()).isTrue();
    }

    @Test
    void connectionsAreCutAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            postgres.proxy().cut();
            load.awaitAnswered(200);
        }
    }

    @Test
    void theNetworkIsSlowAndNarrow() {
        postgres.proxy().delay(Duration.ofMillis(10));
        postgres.proxy().throttle(200_000);
        load.awaitAnswered(300);
        postgres.proxy().heal();
    }

    @Test
    void theNetworkFallsSilentForAWhile() {
        postgres.proxy().blackHole();
        load.awaitSilence(Duration.ofSeconds(2));
        postgres.proxy().heal();
    }

    @Test
    void theDatabaseCannotBeReachedForAWhile() {
        postgres.proxy().refuse();
        postgres.proxy().cut();
        load.awaitPutOff(50);
        api.get("/v1/accounts/" + load.accounts().getFirst(), "Daybook-Consistency", "strong")
                .expectProblem(503, "unavailable");
        assertThat(process.isReady()).isFalse();
        assertThat(api.get("/operate").expect(200).text())
                .contains("database does not answer")
                .contains("statements");
        postgres.proxy().heal();
    }

    @Test
    void theDatabaseIsKilledAndStartedAgain() {
        postgres.kill();
        load.awaitPutOff(10);
        postgres.restart();
    }

    /** Readers hang on a table of the views, until none of their connections is left. */
    @Test
    void readersThatHoldEveryConnectionStopNoWriter() throws Exception {
        String path = "/v1/accounts/" + load.accounts().getFirst();
        try (Connection connection = postgres.viewsOf(NODE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table views_main.accounts_v1 in access exclusive mode");
            long started = System.nanoTime();
            List<Answer> answers = Together.run(CONNECTIONS * 3, i -> api.get(path));
            Duration waited = Duration.ofNanos(System.nanoTime() - started);
            answers.forEach(answer -> answer.expectProblem(503, "unavailable"));
            assertThat(waited).as("for a connection").isLessThan(Duration.ofSeconds(20));
            load.awaitAnswered(1_000);
            connection.rollback();
        }
        Eventually.holds(Duration.ofSeconds(20), () -> api.get(path).status() == 200);
    }
}
