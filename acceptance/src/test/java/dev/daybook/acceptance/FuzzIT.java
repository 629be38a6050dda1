package dev.daybook.acceptance;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random damage, over HTTP: never a fault of the service, and what is accepted is what was sent, no
 * more and no less. What needs no HTTP is tried far more often beside the code that reads it.
 */
@ExtendWith(OnDaybook.class)
class FuzzIT {

    private static final String FUNDS = "1000000.00";

    private final Bank bank;
    private final Api api;

    FuzzIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    /** Two accounts, and what should be on them by what was accepted. */
    private final class Books {

        final List<String> accounts = List.of(bank.accountWith(FUNDS), bank.accountWith(FUNDS));
        final Map<String, BigDecimal> balances = new HashMap<>();
        final Map<String, BigDecimal> held = new HashMap<>();
        int accepted;

        ObjectNode any(RandomGenerator random) {
            int first = random.nextInt(2);
            String account = accounts.get(first);
            ObjectNode command =
                    Bank.amount(BigDecimal.valueOf(1 + random.nextInt(9_999), 2).toPlainString());
            return switch (random.nextInt(4)) {
                case 0 -> command.put("type", "deposit").put("account", account);
                case 1 -> command.put("type", "withdraw").put("account", account);
                case 2 ->
                        command.put("type", "transfer")
                                .put("from", account)
                                .put("to", accounts.get(1 - first))
                                .put("description", Texts.plain(random, 20));
                default -> command.put("type", "place-hold").put("account", account);
            };
        }

        /** Notes down what an accepted command said. */
        void accept(JsonNode command) {
            accepted++;
            BigDecimal amount = new BigDecimal(Json.text(command, "amount"));
            switch (Json.text(command, "type")) {
                case "deposit" -> move(command, "account", amount);
                case "withdraw" -> move(command, "account", amount.negate());
                case "transfer" -> {
                    move(command, "from", amount.negate());
                    move(command, "to", amount);
                }
                case "place-hold" ->
                        held.merge(Json.text(command, "account"), amount, BigDecimal::add);
                default -> throw new AssertionError("This was not sent: " + command);
            }
        }

        private void move(JsonNode command, String field, BigDecimal amount) {
            balances.merge(Json.text(command, field), amount, BigDecimal::add);
        }

        void requireAsAccepted() {
            for (String account : accounts) {
                BigDecimal balance =
                        new BigDecimal(FUNDS).add(balances.getOrDefault(account, BigDecimal.ZERO));
                JsonNode shown = bank.show(account);
                assertThat(new BigDecimal(Json.text(shown, "balance")))
                        .isEqualByComparingTo(balance);
                assertThat(new BigDecimal(Json.text(shown, "available")))
                        .isEqualByComparingTo(
                                balance.subtract(held.getOrDefault(account, BigDecimal.ZERO)));
            }
            api.get("/v1/book")
                    .expect(200)
                    .json()
                    .path("sum")
                    .properties()
                    .forEach(sum -> assertThat(new BigDecimal(sum.getValue().asString())).isZero());
        }
    }

    @Test
    void aDamagedBatchDoesWhatItsAcceptedLinesSayAndNothingElse() {
        Books books = new Books();
        forEachSeed(
                60,
                random -> {
                    byte[] batch = batch(books, random);
                    Answer answer =
                            api.send(
                                    "POST",
                                    "/v1/commands/batch",
                                    batch,
                                    "Content-Type",
                                    "application/x-ndjson");
                    List<String> lines = lines(batch);
                    List<JsonNode> answers = answer.expect(200).lines();
                    assertThat(answers).hasSize(lines.size());
                    for (int i = 0; i < answers.size(); i++) {
                        if (Json.text(answers.get(i), "status").equals("committed")) {
                            books.accept(Json.parse(lines.get(i)));
                        } else {
                            requireRefused(answers.get(i));
                        }
                    }
                    books.requireAsAccepted();
                });
        assertThat(books.accepted).isPositive();
    }

    private static void requireRefused(JsonNode line) {
        assertThat(Json.text(line, "status")).isEqualTo("rejected");
        assertThat(HostileInputIT.SLUGS)
                .contains(Json.text(line, "problem.type").replaceAll(".*/", ""));
        assertThat(Json.text(line, "problem.detail")).isNotBlank();
    }

    /** A hundred lines, ended in one way or the other, with blank ones between, some damaged. */
    private static byte[] batch(Books books, RandomGenerator random) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        String end = random.nextBoolean() ? "\n" : "\r\n";
        for (int i = 0; i < 100; i++) {
            byte[] line = Json.write(books.any(random)).getBytes(UTF_8);
            batch.writeBytes(random.nextInt(3) == 0 ? Damage.to(line, random) : line);
            batch.writeBytes((random.nextInt(20) == 0 ? end + "  " + end : end).getBytes(UTF_8));
        }
        byte[] whole = batch.toByteArray();
        return random.nextBoolean() ? Damage.to(whole, random) : whole;
    }

    private static List<String> lines(byte[] batch) {
        List<String> lines = new ArrayList<>();
        for (String line : new String(batch, ISO_8859_1).split("\n")) {
            if (!line.replaceAll("[ \t\r]", "").isEmpty()) {
                lines.add(new String(line.getBytes(ISO_8859_1), UTF_8));
            }
        }
        return lines;
    }

    @Test
    void aDamagedBodyIsRefusedOrDoesWhatItSays() {
        Books books = new Books();
        forEachSeed(
                900,
                random -> {
                    ObjectNode command = books.any(random);
                    String type = Json.text(command, "type");
                    String path =
                            switch (type) {
                                case "deposit" -> "/v1/accounts/{a}/deposits";
                                case "withdraw" -> "/v1/accounts/{a}/withdrawals";
                                case "place-hold" -> "/v1/accounts/{a}/holds";
                                default -> "/v1/transfers";
                            };
                    String account = command.path("account").asString("");
                    command.remove(List.of("type", "account"));
                    byte[] body = Damage.to(Json.write(command).getBytes(UTF_8), random);
                    Answer answer =
                            api.send(
                                    "POST",
                                    path.replace("{a}", account),
                                    body,
                                    "Content-Type",
                                    "application/json");
                    if (answer.status() == 201) {
                        ObjectNode said = (ObjectNode) Json.parse(new String(body, UTF_8));
                        books.accept(said.put("type", type).put("account", account));
                    } else {
                        requireRefused(answer);
                    }
                });
        books.requireAsAccepted();
    }

    @Test
    void anyTextCanBeSearchedFor() {
        forEachSeed(
                250,
                random -> {
                    String text =
                            Api.encode(Texts.any(random, random.nextInt(10) == 0 ? 10_000 : 150));
                    for (String path : List.of("/v1/transactions", "/v1/accounts")) {
                        Answer answer = api.get(path + "?q=" + text);
                        if (answer.status() != 200) {
                            requireRefused(answer);
                        }
                    }
                });
    }

    @Test
    void aDamagedCursorLeadsSomewhereInTheListOrIsRefused() {
        String account = bank.account();
        for (int i = 0; i < 5; i++) {
            bank.deposit(account, "1.00");
        }
        bank.getAtLeast(bank.head(), "/v1/transactions?account=" + account);
        List<String> lists =
                List.of(
                        "/v1/accounts/" + account + "/transactions?limit=2",
                        "/v1/accounts/" + account + "/audit?limit=2",
                        "/v1/accounts?limit=2",
                        "/v1/transactions?limit=2&account=" + account,
                        "/v1/transactions?limit=2&q=a&sort=amount");
        forEachSeed(
                250,
                random -> {
                    String list = lists.get(random.nextInt(lists.size()));
                    JsonNode next = api.get(list).expect(200).json().path("next");
                    String cursor = next.isString() ? next.stringValue() : "cDE";
                    if (next.isString()) {
                        api.get(list + "&cursor=" + Api.encode(cursor)).expect(200);
                    }
                    String bad =
                            random.nextInt(3) == 0
                                    ? Texts.any(random, 80)
                                    : Damage.to(cursor, random);
                    Answer answer = api.get(list + "&cursor=" + Api.encode(bad));
                    if (answer.status() != 200) {
                        requireRefused(answer);
                    }
                });
    }

    @Test
    void aDamagedConsistencyIsRefusedOrKept() {
        String path = "/v1/accounts/" + bank.accountWith("1.00");
        List<String> good = List.of("strong", "eventual", "at-least=" + bank.head());
        forEachSeed(
                300,
                random -> {
                    String bad =
                            Damage.to(good.get(random.nextInt(3)), random)
                                    .replaceAll("[^ -~]", "?");
                    Answer answer = api.get(path, "Daybook-Consistency", bad, "Prefer", "wait=0");
                    if (answer.status() == 503) {
                        assertThat(bad).matches("(?i) *at-least= *\\d+ *");
                        answer.expectProblem(503, "view-behind");
                    } else if (answer.status() == 200) {
                        assertThat(bad).matches("(?i) *(strong|eventual|at-least= *\\d+|) *");
                    } else {
                        requireRefused(answer);
                    }
                });
    }

    private static void requireRefused(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        assertThat(HostileInputIT.SLUGS).as(answer.toString()).contains(answer.slug());
    }
}
