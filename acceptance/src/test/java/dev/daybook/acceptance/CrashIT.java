package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.EmbeddedDatabase;
import dev.daybook.testkit.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** kill -9 under load: what was acknowledged is there, once; nothing else is there but whole. */
class CrashIT {

    private static final int ROUNDS = 3;
    private static final int SINGLES_AT_ONCE = 6;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int BATCH_LINES = 150;
    private static final int ACCOUNTS = 8;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 500;

    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

    /** A command that was sent with a key. */
    private static final class Sent {
        /** As it stands in a batch. */
        private final ObjectNode line;

        /** What was answered; null when the connection was lost first. */
        private volatile JsonNode answer;

        Sent(ObjectNode line) {
            this.line = line;
        }

        boolean isAcknowledged() {
            return answer != null && answer.path("status").asString().equals("committed");
        }
    }

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAndEveryViewEndsAsIfRebuilt() throws Exception {
        try (DaybookProcess process = DaybookProcess.start()) {
            Bank bank = new Bank(process);
            List<String> accounts = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(bank.accountWith("100000.00"));
            }
            for (int round = 1; round <= ROUNDS; round++) {
                int before = (int) sent.stream().filter(Sent::isAcknowledged).count();
                crashUnderLoad(process, bank, accounts, round);
                process.restart();
                int acknowledged = (int) sent.stream().filter(Sent::isAcknowledged).count();
                System.out.printf(
                        "CrashIT round %d: %d acknowledged, %d unanswered, ready again after %d"
                                + " ms%n",
                        round,
                        acknowledged - before,
                        sent.stream().filter(s -> s.answer == null).count(),
                        process.timeToReady().toMillis());
                assertThat(acknowledged).isGreaterThan(before);
                assertEverythingIsThereOnce(bank);
            }
            assertViewsEqualARebuild(process, bank, accounts);
        }
    }

    private void crashUnderLoad(DaybookProcess process, Bank bank, List<String> accounts, int round)
            throws Exception {
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_KILL + round * 137);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < SINGLES_AT_ONCE + BATCHES_AT_ONCE; i++) {
            Random random = new Random(round * 100L + i);
            boolean batches = i >= SINGLES_AT_ONCE;
            clients.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (process.isRunning()) {
                                        if (batches) {
                                            batch(bank, accounts, random, enough);
                                        } else {
                                            single(bank, accounts, random, enough);
                                        }
                                    }
                                } catch (RuntimeException lost) {
                                    // the connection, by the kill
                                }
                            }));
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).as("load before the kill").isTrue();
        process.kill();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void single(Bank bank, List<String> accounts, Random random, CountDownLatch enough) {
        ObjectNode line = command(accounts, random);
        Sent command = new Sent(line);
        sent.add(command);
        ObjectNode body = line.deepCopy();
        body.remove(List.of("key", "type"));
        Answer answer =
                bank.api().post("/v1/transfers", body, "Idempotency-Key", Json.text(line, "key"));
        if (answer.status() == 201) {
            command.answer =
                    Json.object(
                            "status",
                            "committed",
                            "command",
                            answer.command().toString(),
                            "position",
                            answer.position());
            enough.countDown();
        }
    }

    private void batch(Bank bank, List<String> accounts, Random random, CountDownLatch enough) {
        List<Sent> commands = new ArrayList<>();
        for (int i = 0; i < BATCH_LINES; i++) {
            commands.add(new Sent(command(accounts, random)));
        }
        sent.addAll(commands);
        List<JsonNode> answers =
                bank.api().batch(commands.stream().map(each -> each.line).toList());
        for (int i = 0; i < answers.size(); i++) {
            commands.get(i).answer = answers.get(i);
            enough.countDown();
        }
    }

    private static ObjectNode command(List<String> accounts, Random random) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return Bank.transferring(
                        accounts.get(from), accounts.get(to), "0." + (10 + random.nextInt(90)))
                .put("type", "transfer")
                .put("key", Bank.unique("crash"));
    }

    /** Sends everything again with the same keys: what was acknowledged is the same as before. */
    private void assertEverythingIsThereOnce(Bank bank) {
        Map<String, BigDecimal> before = balances(bank);
        List<Sent> all = List.copyOf(sent);
        List<Sent> acknowledged = all.stream().filter(Sent::isAcknowledged).toList();
        long head = bank.head();
        for (int from = 0; from < acknowledged.size(); from += 5_000) {
            List<Sent> part =
                    acknowledged.subList(from, Math.min(acknowledged.size(), from + 5_000));
            List<JsonNode> answers =
                    bank.api().batch(part.stream().map(each -> each.line).toList());
            for (int i = 0; i < part.size(); i++) {
                JsonNode first = part.get(i).answer;
                assertThat(Json.text(answers.get(i), "status")).isEqualTo("committed");
                assertThat(Json.text(answers.get(i), "command"))
                        .isEqualTo(Json.text(first, "command"));
                assertThat(answers.get(i).path("position").asLong())
                        .isEqualTo(first.path("position").asLong());
            }
        }
        assertThat(bank.head())
                .as("sending again what was acknowledged changes nothing")
                .isEqualTo(head);
        assertThat(balances(bank)).isEqualTo(before);
        finishWhatWasUnanswered(bank, all);
        assertBalancesAreTheSumOfAll(bank, all);
        JsonNode verification = bank.api().get("/v1/verify").expect(200).json();
        assertThat(verification.path("findings")).as(verification.toString()).isEmpty();
        assertThat(verification.path("events").asLong())
                .as("positions without gaps")
                .isEqualTo(bank.head());
        bank.api()
                .get("/v1/book")
                .json()
                .path("sum")
                .properties()
                .forEach(sum -> assertThat(new BigDecimal(sum.getValue().asString())).isZero());
    }

    /** A client does not know of these; sending them again settles it. */
    private static void finishWhatWasUnanswered(Bank bank, List<Sent> all) {
        List<Sent> open = all.stream().filter(each -> each.answer == null).toList();
        if (!open.isEmpty()) {
            List<JsonNode> answers =
                    bank.api().batch(open.stream().map(each -> each.line).toList());
            for (int i = 0; i < open.size(); i++) {
                assertThat(Json.text(answers.get(i), "status")).isEqualTo("committed");
                open.get(i).answer = answers.get(i);
            }
        }
    }

    private void assertBalancesAreTheSumOfAll(Bank bank, List<Sent> all) {
        Map<String, BigDecimal> expected = new LinkedHashMap<>();
        balances(bank)
                .keySet()
                .forEach(account -> expected.put(account, new BigDecimal("100000.00")));
        for (Sent each : all) {
            BigDecimal amount = new BigDecimal(Json.text(each.line, "amount"));
            expected.merge(Json.text(each.line, "from"), amount.negate(), BigDecimal::add);
            expected.merge(Json.text(each.line, "to"), amount, BigDecimal::add);
        }
        assertThat(balances(bank)).isEqualTo(expected);
    }

    private Map<String, BigDecimal> balances(Bank bank) {
        Map<String, BigDecimal> balances = new LinkedHashMap<>();
        sent.stream()
                .map(each -> Json.text(each.line, "from"))
                .sorted()
                .distinct()
                .forEach(account -> balances.put(account, new BigDecimal(bank.balance(account))));
        return balances;
    }

    private static void assertViewsEqualARebuild(
            DaybookProcess process, Bank bank, List<String> accounts) {
        long head = bank.head();
        Map<String, JsonNode> followed = shownByViews(bank, accounts, head);
        assertThat(process.stop()).isZero();
        EmbeddedDatabase.loseViews(process.data());
        process.restart();
        Map<String, JsonNode> rebuilt = shownByViews(bank, accounts, head);
        rebuilt.forEach(
                (path, answer) -> assertThat(followed.get(path)).as(path).isEqualTo(answer));
    }

    private static Map<String, JsonNode> shownByViews(Bank bank, List<String> accounts, long head) {
        List<String> paths =
                new ArrayList<>(List.of("/v1/accounts?limit=1000", "/v1/accounts/@cash"));
        for (String account : accounts) {
            paths.add("/v1/accounts/" + account);
            paths.add("/v1/accounts/" + account + "/balance?on=2100-01-01");
            paths.add("/v1/accounts/" + account + "/transactions?limit=1000");
            paths.add(
                    "/v1/transactions?limit=200&sort=recordedAt&facets=kind,account&account="
                            + account);
        }
        Map<String, JsonNode> shown = new LinkedHashMap<>();
        Api api = bank.api();
        for (String path : paths) {
            ObjectNode answer =
                    api.get(path, "Daybook-Consistency", "at-least=" + head, "Prefer", "wait=30")
                            .expect(200)
                            .json()
                            .asObject();
            answer.remove(List.of("tookMillis", "asOf"));
            shown.put(path, answer);
        }
        return shown;
    }
}
