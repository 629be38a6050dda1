package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.transferring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests that are sent again. */
@OnEveryBackend
class IdempotencyIT {

    private final Bank bank;
    private final Api api;

    IdempotencyIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void theSameKeyAndBodyGetsTheFirstAnswerAgain() {
        String account = bank.account();
        String key = Bank.unique("key");
        Answer first = deposit(account, "5.00", key).expect(201);
        bank.deposit(account, "1.00");
        Answer second = deposit(account, "5.00", key).expect(201);
        assertThat(first.isReplayed()).isFalse();
        assertThat(second.isReplayed()).isTrue();
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.command()).isEqualTo(first.command());
        assertThat(second.position()).isEqualTo(first.position());
        assertThat(bank.balance(account)).isEqualTo("6.00");
    }

    @Test
    void everyKindOfCommandIsAnsweredAgainAsItWas() {
        String account = bank.accountWith("100.00");
        String other = bank.account();
        String hold = bank.hold(account, "10.00");
        String base = "/v1/accounts/" + account;
        record Command(String method, String path, JsonNode body) {}
        List<Command> commands =
                List.of(
                        new Command(
                                "POST",
                                "/v1/accounts",
                                Bank.opening(Bank.unique("again"), "EUR", null)),
                        new Command("POST", base + "/withdrawals", amount("1.00")),
                        new Command("POST", "/v1/transfers", transferring(account, other, "2.00")),
                        new Command("POST", base + "/holds", amount("3.00")),
                        new Command(
                                "POST",
                                "/v1/holds/" + Api.encode(hold) + "/capture",
                                amount("4.00")),
                        new Command("POST", base + "/pending-credits", amount("5.00")),
                        new Command(
                                "PUT",
                                base + "/authorized-users/bob",
                                Bank.because().put("role", "holder")),
                        new Command("DELETE", base + "/authorized-users/bob", Bank.because()),
                        new Command(
                                "PUT",
                                base + "/overdraft-limit",
                                Bank.because().put("limit", "7.00")),
                        new Command("POST", base + "/freeze", Bank.because().put("credits", true)),
                        new Command(
                                "POST", base + "/unfreeze", Bank.because().put("credits", true)));
        for (Command command : commands) {
            byte[] body = Json.write(command.body).getBytes(StandardCharsets.UTF_8);
            String key = Bank.unique("key");
            String[] headers = {"Content-Type", "application/json", "Idempotency-Key", key};
            Answer first = api.send(command.method, command.path, body, headers).expectSuccess();
            long version = bank.show(account).path("version").asLong();
            Answer second =
                    api.send(command.method, command.path, body, headers).expect(first.status());
            assertThat(second.isReplayed()).as(command.path).isTrue();
            assertThat(second.json()).as(command.path).isEqualTo(first.json());
            assertThat(bank.show(account).path("version").asLong())
                    .as(command.path)
                    .isEqualTo(version);
        }
    }

    @Test
    void anAccountIdThatWasGeneratedStaysTheSame() {
        JsonNode body = Bank.opening("x", "EUR", null).without("id");
        String key = Bank.unique("key");
        Answer first = api.post("/v1/accounts", body, "Idempotency-Key", key).expect(201);
        Answer second = api.post("/v1/accounts", body, "Idempotency-Key", key).expect(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.isReplayed()).isTrue();
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        String account = bank.account();
        String key = Bank.unique("key");
        deposit(account, "5.00", key).expect(201);
        deposit(account, "5.01", key).expectProblem(422, "idempotency-key-reused");
        deposit(bank.account(), "5.00", key).expectProblem(422, "idempotency-key-reused");
        api.post("/v1/accounts/" + account + "/withdrawals", amount("5.00"), "Idempotency-Key", key)
                .expectProblem(422, "idempotency-key-reused");
        assertThat(bank.balance(account)).isEqualTo("5.00");
    }

    @Test
    void theOrderOfFieldsAndBlanksMakeNoOtherBody() {
        String account = bank.account();
        String path = "/v1/accounts/" + account + "/deposits";
        String[] headers = {
            "Content-Type", "application/json", "Idempotency-Key", Bank.unique("key")
        };
        byte[] one = "{\"amount\":\"5.00\",\"reason\":\"r\"}".getBytes(StandardCharsets.UTF_8);
        byte[] same =
                "{ \"reason\" : \"r\",\n \"amount\" : \"5.00\" }".getBytes(StandardCharsets.UTF_8);
        api.send("POST", path, one, headers).expect(201);
        assertThat(api.send("POST", path, same, headers).expect(201).isReplayed()).isTrue();
        assertThat(bank.balance(account)).isEqualTo("5.00");
    }

    @Test
    void aRejectionIsAnsweredAgainThoughItWouldSucceedNow() {
        String account = bank.account();
        String key = Bank.unique("key");
        String path = "/v1/accounts/" + account + "/withdrawals";
        Answer first =
                api.post(path, amount("5.00"), "Idempotency-Key", key)
                        .expectProblem(422, "insufficient-funds");
        bank.deposit(account, "10.00");
        Answer second =
                api.post(path, amount("5.00"), "Idempotency-Key", key)
                        .expectProblem(422, "insufficient-funds");
        assertThat(second.isReplayed()).isTrue();
        assertThat(second.command()).isEqualTo(first.command());
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void theSameRequestManyTimesAtOnceIsDoneOnce() throws Exception {
        String account = bank.account();
        String key = Bank.unique("key");
        List<Answer> answers = Together.run(24, i -> deposit(account, "5.00", key));
        assertThat(bank.balance(account)).isEqualTo("5.00");
        List<Answer> posted = answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(posted).isNotEmpty();
        assertThat(posted.stream().map(Answer::command).distinct()).hasSize(1);
        assertThat(posted.stream().filter(answer -> !answer.isReplayed())).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.expectProblem(409, "idempotency-key-in-progress"));
    }

    @Test
    void aKeyBelongsToWhoeverSentIt() {
        String account = bank.account();
        String key = Bank.unique("key");
        Api other = api.with(bank.process().tokens().of("another-teller", "teller"));
        deposit(account, "5.00", key).expect(201);
        Answer answer =
                other.post(
                                "/v1/accounts/" + account + "/deposits",
                                amount("5.00"),
                                "Idempotency-Key",
                                key)
                        .expect(201);
        assertThat(answer.isReplayed()).isFalse();
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void withoutAKeyTheSameBodyIsTwoRequests() {
        String account = bank.account();
        bank.deposit(account, "5.00");
        bank.deposit(account, "5.00");
        assertThat(bank.balance(account)).isEqualTo("10.00");
    }

    @Test
    void aKeyHasUpToTwoHundredCharactersOfAnyKind() {
        String account = bank.account();
        String key = Bank.unique("k") + " ~!@#$%^&*()_+{}|:\"<>?`-=[];',./";
        String longest = (key + "k".repeat(200)).substring(0, 200);
        deposit(account, "5.00", longest).expect(201);
        assertThat(deposit(account, "5.00", longest).expect(201).isReplayed()).isTrue();
        deposit(account, "5.00", longest + "k").expectInvalid();
        assertThat(bank.balance(account)).isEqualTo("5.00");
    }

    @Test
    void aKeyIsSharedBySingleRequestsAndBatches() {
        String account = bank.account();
        String key = Bank.unique("key");
        Answer single = deposit(account, "5.00", key).expect(201);
        JsonNode line =
                Json.object(
                        "key",
                        key,
                        "type",
                        "deposit",
                        "account",
                        account,
                        "amount",
                        "5.00",
                        "reason",
                        Bank.REASON);
        JsonNode answer = api.batch(List.of(line)).getFirst();
        assertThat(Json.text(answer, "status")).isEqualTo("committed");
        assertThat(Json.text(answer, "command")).isEqualTo(single.command().toString());
        assertThat(bank.balance(account)).isEqualTo("5.00");
    }

    private Answer deposit(String account, String amount, String key) {
        return api.post(
                "/v1/accounts/" + account + "/deposits", amount(amount), "Idempotency-Key", key);
    }
}
