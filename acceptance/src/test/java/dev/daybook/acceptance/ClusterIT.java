package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.acceptance.History.Read;
import dev.daybook.acceptance.History.Refused;
import dev.daybook.acceptance.History.Transferred;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.RealPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three processes on one book. Whoever is asked, the bank does one thing after another, in the
 * order of the journal, and that order respects time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {

    private static final int NODES = 3;
    private static final int CLIENTS = 12;
    private static final int OPERATIONS = 60;
    private static final int ACCOUNTS = 4;

    private final List<DaybookProcess> nodes = new ArrayList<>();
    private final List<Bank> banks = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private RealPostgres postgres;

    @BeforeAll
    void start() throws Exception {
        postgres = RealPostgres.start();
        nodes.addAll(Together.run(NODES, i -> postgres.serve("n" + i)));
        nodes.forEach(node -> banks.add(new Bank(node)));
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(banks.getFirst().account());
        }
    }

    @AfterAll
    void stop() {
        nodes.forEach(DaybookProcess::close);
        postgres.close();
    }

    @Test
    void threeNodesActAsOneBankThatDoesOneThingAfterAnother() throws Exception {
        History history = new History();
        long seed = Long.getLong("daybook.seed", System.nanoTime());
        System.out.println("ClusterIT: repeat with -Ddaybook.seed=" + seed);
        for (String account : accounts) {
            history.add(deposit(banks.getFirst().api(), account, 3_000));
        }
        Together.run(
                CLIENTS,
                client -> {
                    Random random = new Random(seed + client);
                    long seen = 0;
                    for (int i = 0; i < OPERATIONS; i++) {
                        // a client that goes from one node to another, and takes along what it has
                        // seen
                        History.Operation done =
                                act(banks.get(random.nextInt(NODES)).api(), random, seen);
                        history.add(done);
                        if (done instanceof Transferred transferred) {
                            seen = transferred.position();
                        }
                    }
                    return true;
                });
        for (Class<? extends History.Operation> type :
                List.of(Transferred.class, Refused.class, Read.class)) {
            System.out.printf(
                    "ClusterIT: %d %s, in %.1f ms each%n",
                    history.of(type).size(),
                    type.getSimpleName(),
                    history.of(type).stream()
                                    .mapToLong(each -> each.answeredNanos() - each.sentNanos())
                                    .average()
                                    .orElse(0)
                            / 1e6);
        }
        assertThat(history.of(Transferred.class)).hasSizeGreaterThan(CLIENTS * OPERATIONS / 4);
        assertThat(history.of(Refused.class)).isNotEmpty();
        assertThat(StrictSerializability.violations(history)).isEmpty();
        Aftermath.assertTheRecordIsTrue(banks.getLast());
    }

    private History.Operation act(Api api, Random random, long seen) {
        String from = accounts.get(random.nextInt(ACCOUNTS));
        String to = accounts.get((accounts.indexOf(from) + 1 + random.nextInt(3)) % ACCOUNTS);
        return switch (random.nextInt(10)) {
            case 0, 1 -> read(api, from, "strong", 0);
            case 2, 3 -> read(api, from, "at-least=" + seen, seen);
            case 4 -> read(api, from, "eventual", 0);
            default -> transfer(api, from, to, 1 + random.nextInt(2_000));
        };
    }

    private static History.Operation transfer(Api api, String from, String to, long cents) {
        long sent = System.nanoTime();
        Answer answer = api.post("/v1/transfers", Bank.transferring(from, to, text(cents)));
        long answered = System.nanoTime();
        if (answer.status() == 422) {
            answer.expectProblem(422, "insufficient-funds");
            return new Refused(sent, answered, from, cents, answer.position());
        }
        JsonNode body = answer.expect(201).json();
        return new Transferred(
                sent,
                answered,
                from,
                to,
                cents,
                answer.position(),
                after(body, from),
                after(body, to));
    }

    private static History.Operation deposit(Api api, String account, long cents) {
        long sent = System.nanoTime();
        Answer answer =
                api.post("/v1/accounts/" + account + "/deposits", Bank.amount(text(cents)))
                        .expect(201);
        return new Transferred(
                sent,
                System.nanoTime(),
                null,
                account,
                cents,
                answer.position(),
                0,
                after(answer.json(), account));
    }

    private static Read read(Api api, String account, String consistency, long atLeast) {
        long sent = System.nanoTime();
        Answer answer =
                api.get(
                                "/v1/accounts/" + account,
                                "Daybook-Consistency",
                                consistency,
                                "Prefer",
                                "wait=20")
                        .expect(200);
        return new Read(
                sent,
                System.nanoTime(),
                account,
                atLeast,
                consistency.equals("strong"),
                answer.position(),
                cents(answer.text("balance")));
    }

    private static long after(JsonNode transaction, String account) {
        for (JsonNode leg : transaction.path("legs")) {
            if (Json.text(leg, "account").equals(account)) {
                return cents(Json.text(leg, "balanceAfter"));
            }
        }
        throw new AssertionError("No leg of " + account + " in " + transaction);
    }

    private static long cents(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValueExact();
    }

    private static String text(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    @Test
    void aKeyThatIsSentToEveryNodeAtOnceIsDoneOnce() throws Exception {
        String account = banks.getFirst().account();
        int keys = 25;
        for (int key = 0; key < keys; key++) {
            String name = Bank.unique("raced");
            List<Answer> answers =
                    Together.run(
                            NODES * 2,
                            i ->
                                    banks.get(i % NODES)
                                            .api()
                                            .post(
                                                    "/v1/accounts/" + account + "/deposits",
                                                    Bank.amount("1.00"),
                                                    "Idempotency-Key",
                                                    name)
                                            .expect(201));
            assertThat(answers.stream().filter(answer -> !answer.isReplayed())).hasSize(1);
            assertThat(answers.stream().map(Answer::position).distinct()).hasSize(1);
            assertThat(answers.stream().map(Answer::command).distinct()).hasSize(1);
            assertThat(answers.stream().map(Answer::json).distinct()).hasSize(1);
        }
        for (Bank bank : banks) {
            assertThat(bank.balance(account)).isEqualTo(keys + ".00");
        }
    }

    /** A machine that pauses, or is cut off, in the middle of a transaction has the head locked. */
    @Test
    void aNodeThatStandsStillDoesNotKeepTheOthersFromTheirWork() throws Exception {
        TransferLoad load = new TransferLoad(banks.getFirst());
        Aftermath aftermath = new Aftermath(load);
        TransferLoad others = new TransferLoad(banks.get(1));
        Aftermath ofOthers = new Aftermath(others);
        load.start(1, banks.getFirst().api());
        others.start(2, banks.get(1).api(), banks.get(2).api());
        for (int pause = 0; pause < 1; pause++) {
            load.awaitAnswered(300);
            signal("STOP", nodes.getFirst());
            try {
                others.awaitAnswered(500);
            } finally {
                signal("CONT", nodes.getFirst());
            }
        }
        load.stop();
        others.stop();
        System.out.printf("ClusterIT: the slowest answer after %s%n", others.slowest());
        assertThat(others.slowest().toSeconds()).isLessThan(20);
        aftermath.check(banks.get(2));
        ofOthers.check(banks.getFirst());
    }

    private static void signal(String name, DaybookProcess node)
            throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
