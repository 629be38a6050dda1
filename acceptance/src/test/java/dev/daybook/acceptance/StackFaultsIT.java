package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.RealPostgres;
import dev.daybook.testkit.TcpProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes on one book, and everything on the read side fails under load. Commands are answered as
 * if nothing were; when it is over, every view of each node shows each event, once.
 */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackFaultsIT {

    private static final Duration CAUGHT_UP_MAX = Duration.ofSeconds(90);
    private static final int SOME = 400;

    /** What the machine has room for beside all servers, so that what is tested is the faults. */
    private static final int PER_SECOND = 250;

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Bank> banks = new ArrayList<>();
    @AutoClose private final RealStack stack = new RealStack();
    @AutoClose private final RealPostgres postgres = RealPostgres.start();
    private final List<DaybookProcess> nodes = new ArrayList<>();
    private TransferLoad load;
    private Aftermath aftermath;

    @BeforeAll
    void startNodes() throws Exception {
        nodes.addAll(Together.run(2, i -> postgres.serveWith("n" + i, stack.settings())));
        nodes.forEach(node -> banks.add(new Bank(node)));
        load = TransferLoad.upTo(PER_SECOND, banks.getFirst());
        aftermath = new Aftermath(load);
    }

    @AfterAll
    void stopNodes() {
        nodes.forEach(DaybookProcess::close);
    }

    @BeforeEach
    void startLoad(TestInfo test) {
        load.start(
                test.getDisplayName().hashCode(),
                banks.stream().map(Bank::api).toArray(Api[]::new));
        load.awaitAnswered(SOME);
    }

    @AfterEach
    void everythingGoesOnAndIsAsItShouldBe(TestInfo test) throws Exception {
        load.awaitAnswered(SOME);
        load.stop();
        System.out.printf(
                "StackFaultsIT %s: %d answered, %d put off, the slowest after %d ms%n",
                test.getDisplayName(), load.answered(), load.putOff(), load.slowest().toMillis());
        for (Bank bank : banks) {
            Eventually.holds(CAUGHT_UP_MAX, () -> showsEverything(bank));
            aftermath.check(bank);
        }
    }

    private static boolean showsEverything(Bank bank) {
        JsonNode views = bank.api().get("/v1/views").expect(200).json();
        for (JsonNode view : views.path("items")) {
            if (view.path("position").asLong() < views.path("head").asLong()
                    || !Json.text(view, "state").equals("live")) {
                return false;
            }
        }
        return true;
    }

    /** What fails here is nothing that a command needs. */
    private void commandsGoOn() {
        int putOff = load.putOff();
        load.awaitAnswered(SOME);
        assertThat(load.putOff()).as("commands put off").isEqualTo(putOff);
    }

    @Test
    void redisForgetsEverything() {
        stack.flushHot();
        commandsGoOn();
    }

    @Test
    void redisIsKilledAndStartedAgain() {
        stack.killHot();
        commandsGoOn();
        stack.restartHot();
        commandsGoOn();
    }

    @Test
    void elasticsearchIsKilledAndStartedAgain() {
        stack.killSearch();
        commandsGoOn();
        stack.restartSearch();
        commandsGoOn();
    }

    @Test
    void theReadDatabaseIsKilledAndStartedAgain() {
        stack.killTables();
        commandsGoOn();
        stack.restartTables();
        commandsGoOn();
    }

    @Test
    void theBrokerIsKilledAndAMinuteAway() {
        stack.killKafka();
        long back = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < back) {
            commandsGoOn();
        }
        stack.restartKafka();
        commandsGoOn();
    }

    @Test
    void theRegistryIsAway() {
        stack.toRegistry().refuse();
        stack.toRegistry().cut();
        commandsGoOn();
        stack.toRegistry().heal();
    }

    @Test
    void theNetworkIsSlowThenSilentThenCut() {
        for (TcpProxy network : stack.networks()) {
            network.delay(Duration.ofMillis(20));
        }
        commandsGoOn();
        stack.networks().forEach(TcpProxy::heal);
        stack.networks().forEach(TcpProxy::blackHole);
        commandsGoOn();
        stack.networks().forEach(TcpProxy::heal);
        stack.networks().forEach(TcpProxy::cut);
        commandsGoOn();
    }

    @Test
    void theNodeThatRelaysIsKilledAndStartedAgain() {
        int relaying = relays(banks.getFirst()) ? 0 : 1;
        assertThat(relays(banks.get(relaying))).isTrue();
        assertThat(relays(banks.get(1 - relaying))).isFalse();
        nodes.get(relaying).kill();
        load.awaitAnswered(SOME);
        Eventually.holds(CAUGHT_UP_MAX, () -> relays(banks.get(1 - relaying)));
        nodes.get(relaying).restart();
        load.awaitAnswered(SOME);
    }

    /** Its processors are for commands: what is to be read, others have made. */
    @Test
    void aNodeThatOnlyAnswersShowsWhatOthersFollow() {
        try (DaybookProcess front =
                postgres.serveWith("front", stack.settings() + "node.background = false\n")) {
            Bank bank = new Bank(front);
            assertThat(bank.api().get("/v1/relay").status()).isEqualTo(404);
            String account = bank.account();
            String base = "/v1/accounts/" + account;
            for (int i = 1; i <= 10; i++) {
                long position = bank.deposit(account, "1.00").position();
                assertThat(Json.text(bank.getAtLeast(position, base), "balance"))
                        .isEqualTo(i + ".00");
                assertThat(bank.getAtLeast(position, base + "/transactions").path("items"))
                        .hasSize(i);
                assertThat(
                                bank.getAtLeast(position, "/v1/transactions?account=" + account)
                                        .path("total")
                                        .asInt())
                        .isEqualTo(i);
            }
            load.awaitAnswered(SOME);
        }
    }

    private static boolean relays(Bank bank) {
        String state = bank.api().get("/v1/relay").expect(200).text("state");
        return state.equals("live") || state.equals("catching-up");
    }
}
