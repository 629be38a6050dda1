package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many commands in one request. */
@OnEveryBackend
class BatchIT {

    private static final int LINES_MAX = 10_000;

    private final Bank bank;
    private final Api api;

    BatchIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void everyTypeOfCommandMayStandInABatch() {
        String a = Bank.unique("batch-a");
        String b = Bank.unique("batch-b");
        List<JsonNode> opened =
                api.batch(
                        List.of(
                                line("open-account", Bank.opening(a, "EUR", "10.00")),
                                line("open-account", Bank.opening(b, "EUR", null)),
                                on(a, "deposit", Bank.amount("100.00")),
                                on(a, "withdraw", Bank.amount("10.00")),
                                line("transfer", Bank.transferring(a, b, "20.00")),
                                on(a, "place-hold", Bank.amount("5.00")),
                                on(a, "place-hold", Bank.amount("6.00")),
                                on(a, "add-pending-credit", Bank.amount("7.00")),
                                on(a, "add-pending-credit", Bank.amount("8.00")),
                                on(
                                        a,
                                        "authorize-user",
                                        Bank.because().put("user", "ann").put("role", "holder")),
                                on(b, "freeze", Bank.because().put("debits", true)),
                                on(b, "unfreeze", Bank.because().put("debits", true)),
                                on(
                                        a,
                                        "change-overdraft-limit",
                                        Bank.because().put("limit", "50.00")),
                                line("post-transaction", twoLegs(a, b, "1.00"))));
        assertThat(opened)
                .allSatisfy(
                        answer -> assertThat(Json.text(answer, "status")).isEqualTo("committed"));
        List<JsonNode> ended =
                api.batch(
                        List.of(
                                about(id(opened, 5), "capture-hold", Bank.amount("4.00")),
                                about(id(opened, 6), "release-hold", Bank.because()),
                                about(id(opened, 7), "clear-pending-credit", Bank.because()),
                                about(id(opened, 8), "return-pending-credit", Bank.because()),
                                about(id(opened, 4), "reverse-transaction", Bank.because()),
                                on(a, "revoke-user", Bank.because().put("user", "ann"))));
        assertThat(ended)
                .allSatisfy(
                        answer -> assertThat(Json.text(answer, "status")).isEqualTo("committed"));
        assertThat(bank.balance(a)).isEqualTo("92.00");
        assertThat(bank.available(a)).isEqualTo("142.00");
        assertThat(bank.balance(b)).isEqualTo("1.00");
    }

    @Test
    void answersComeInTheOrderOfTheLinesWithTheirKeys() {
        String account = bank.account();
        List<ObjectNode> lines =
                IntStream.range(0, 300)
                        .mapToObj(i ->
                                on(account, "deposit", Bank.amount("1.00"))
                                        .put("key", account + "-" + i))
                        .toList();
        List<JsonNode> answers = api.batch(lines);
        assertThat(answers.stream().map(answer -> Json.text(answer, "key")))
                .containsExactlyElementsOf(
                        lines.stream().map(line -> Json.text(line, "key")).toList());
        assertThat(answers.stream().map(answer -> answer.path("position").asLong()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(answers.stream().map(answer -> Json.text(answer, "command")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aLineSeesWhatTheLinesBeforeItDid() {
        String a = Bank.unique("batch-a");
        List<JsonNode> answers =
                api.batch(
                        List.of(
                                on(a, "deposit", Bank.amount("1.00")),
                                line("open-account", Bank.opening(a, "EUR", null)),
                                on(a, "withdraw", Bank.amount("1.00")),
                                on(a, "deposit", Bank.amount("1.00")),
                                on(a, "withdraw", Bank.amount("1.00"))));
        assertThat(answers.stream().map(answer -> Json.text(answer, "status")))
                .containsExactly("rejected", "committed", "rejected", "committed", "committed");
    }

    @Test
    void eachLineStandsAlone() {
        String account = bank.accountWith("10.00");
        List<JsonNode> answers =
                api.batch(
                                String.join(
                                        "\n",
                                        Json.write(on(account, "withdraw", Bank.amount("11.00"))),
                                        "this is not JSON",
                                        "[]",
                                        "{\"type\":\"fly\"}",
                                        "{}",
                                        Json.write(
                                                on(
                                                        account,
                                                        "deposit",
                                                        Bank.because().put("amount", 1))),
                                        Json.write(
                                                on(account, "deposit", Bank.amount("1.00"))
                                                        .put("colour", "red")),
                                        "{\"a\":".repeat(500),
                                        Json.write(on(account, "withdraw", Bank.amount("4.00")))))
                        .expect(200)
                        .lines();
        assertThat(answers).hasSize(9);
        assertThat(problem(answers.get(0))).isEqualTo("insufficient-funds");
        for (JsonNode answer : answers.subList(1, 8)) {
            assertThat(Json.text(answer, "status")).isEqualTo("rejected");
            assertThat(problem(answer)).isEqualTo("validation");
        }
        assertThat(Json.text(answers.get(8), "status")).isEqualTo("committed");
        assertThat(bank.balance(account)).isEqualTo("6.00");
    }

    @Test
    void aBatchSentAgainIsDoneOnce() {
        String account = bank.account();
        List<ObjectNode> lines =
                IntStream.range(0, 200)
                        .mapToObj(i ->
                                on(account, "deposit", Bank.amount("1.00"))
                                        .put("key", account + "-" + i))
                        .toList();
        List<JsonNode> first = api.batch(lines);
        List<JsonNode> second = api.batch(lines);
        assertThat(second.stream().map(answer -> Json.text(answer, "command")))
                .containsExactlyElementsOf(
                        first.stream().map(answer -> Json.text(answer, "command")).toList());
        assertThat(second.stream().map(answer -> Json.text(answer, "id")))
                .containsExactlyElementsOf(
                        first.stream().map(answer -> Json.text(answer, "id")).toList());
        assertThat(bank.balance(account)).isEqualTo("200.00");
    }

    @Test
    void theSameKeyTwiceInOneBatchIsDoneOnce() {
        String account = bank.account();
        ObjectNode line =
                on(account, "deposit", Bank.amount("1.00")).put("key", Bank.unique("key"));
        ObjectNode other = line.deepCopy().put("amount", "2.00");
        List<JsonNode> answers = api.batch(List.of(line, line, other));
        assertThat(Json.text(answers.get(1), "command"))
                .isEqualTo(Json.text(answers.get(0), "command"));
        assertThat(problem(answers.get(2))).isEqualTo("idempotency-key-reused");
        assertThat(bank.balance(account)).isEqualTo("1.00");
    }

    @Test
    void tenThousandLinesAreTakenAndOneMoreIsNot() {
        String account = bank.account();
        String line = Json.write(on(account, "deposit", Bank.amount("0.01")).without("key"));
        String most =
                IntStream.range(0, LINES_MAX).mapToObj(i -> line).collect(Collectors.joining("\n"));
        api.batch(most + "\n" + line).expectProblem(413, "payload-too-large");
        assertThat(bank.balance(account)).isEqualTo("0.00");
        List<JsonNode> answers = api.batch(most + "\n").expect(200).lines();
        assertThat(answers).hasSize(LINES_MAX);
        assertThat(bank.balance(account)).isEqualTo("100.00");
    }

    @Test
    void aBatchTooLargeInBytesIsRefusedWhole() {
        String account = bank.account();
        String line =
                Json.write(
                        on(account, "deposit", Bank.amount("0.01"))
                                .put("description", "x".repeat(450))
                                .without("key"));
        int lines = 34_000_000 / line.length();
        String huge =
                IntStream.range(0, lines).mapToObj(i -> line).collect(Collectors.joining("\n"));
        api.batch(huge).expectProblem(413, "payload-too-large");
        assertThat(bank.balance(account)).isEqualTo("0.00");
    }

    @Test
    void anEmptyBatchDoesNothing() {
        Answer answer = api.batch("");
        assertThat(answer.status()).isIn(200, 400);
        assertThat(api.batch("\n\n").status()).isIn(200, 400);
    }

    @Test
    void aBatchIsNewlineDelimitedJsonAndNothingElse() {
        api.send(
                        "POST",
                        "/v1/commands/batch",
                        new byte[] {'{', '}'},
                        "Content-Type",
                        "application/json")
                .expect(415);
    }

    @Test
    void batchesAtTheSameTimeLeaveTheSumOfAll() throws Exception {
        String account = bank.account();
        Together.run(
                4,
                number ->
                        api.batch(
                                IntStream.range(0, 500)
                                        .mapToObj(i -> on(account, "deposit", Bank.amount("0.01")))
                                        .toList()));
        assertThat(bank.balance(account)).isEqualTo("20.00");
    }

    private static String problem(JsonNode answer) {
        String type = Json.text(answer, "problem.type");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static String id(List<JsonNode> answers, int line) {
        return Json.text(answers.get(line), "id");
    }

    private static ObjectNode line(String type, ObjectNode body) {
        return body.put("key", Bank.unique("key")).put("type", type);
    }

    private static ObjectNode on(String account, String type, ObjectNode body) {
        return line(type, body).put("account", account);
    }

    private static ObjectNode about(String id, String type, ObjectNode body) {
        return line(type, body).put("id", id);
    }

    private static ObjectNode twoLegs(String from, String to, String amount) {
        ObjectNode body = Bank.because().put("kind", "fee");
        body.set(
                "legs",
                Json.array(
                        List.of(
                                Json.object("account", from, "amount", "-" + amount),
                                Json.object("account", to, "amount", amount))));
        return body;
    }

    @Test
    void linesMayBeLongAndStillAnswerQuickly() {
        String account = bank.account();
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ObjectNode metadata = Json.object();
            for (int entry = 0; entry < 50; entry++) {
                metadata.put("key-" + entry, "v".repeat(200));
            }
            lines.add(on(account, "deposit", Bank.amount("1.00")).set("metadata", metadata));
        }
        assertThat(api.batch(lines))
                .allSatisfy(
                        answer -> assertThat(Json.text(answer, "status")).isEqualTo("committed"));
    }
}
