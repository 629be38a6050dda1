package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.EmbeddedDatabase;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;
import dev.daybook.testkit.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands, as they are typed. */
@ExtendWith(OnDaybook.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {

    private final DaybookProcess process;
    private final Bank bank;
    private final String account;

    CommandLineIT(Bank bank) {
        this.bank = bank;
        this.process = bank.process();
        this.account = bank.accountWith("100.00");
    }

    /** What people are told when something goes wrong: one line, with what to do next. */
    static void assertOnePlainLine(String err) {
        assertThat(err.strip().lines()).as(err).hasSize(1);
        assertThat(err).startsWith("daybook: ").doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "token",
                "import",
                "import berka",
                "import csv",
                "explain",
                "events",
                "verify",
                "archive",
                "restore",
                "schema",
                "schema list",
                "schema check",
                "schema freeze",
                "schema diff"
            })
    void everyCommandExplainsItself(String command) {
        List<String> arguments =
                new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        arguments.add("--help");
        Program.Run run = Program.built().run(Map.of(), arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Usage:").contains(command);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fly",
                "serve --colour red",
                "serve --port 99999",
                "serve --port x",
                "token",
                "token --actor me --roles king",
                "token --actor me --roles admin --ttl soon",
                "explain",
                "import berka",
                "import berka /nowhere --url http://127.0.0.1:1 --token x",
                "import csv /nowhere",
                "explain x --url http://127.0.0.1:1 --token x",
                "events --url nonsense --token x",
                "verify --data /nowhere-at-all",
                "archive --data /nowhere-at-all",
                "archive --to /tmp/nothing --data /nowhere-at-all",
                "archive --to /nowhere-at-all --verify-only",
                "archive --to s3://bucket --data /nowhere-at-all",
                "archive --to s3://A/ --retain none",
                "archive --to here --older-than never",
                "restore --data /nowhere-at-all",
                "restore --from /nowhere-at-all --data /nowhere-at-all",
                "schema check --schemas /nowhere",
                "events --where (((  --url http://127.0.0.1:1 --token x"
            })
    void whatIsWrongIsSaidInOnePlainLine(String command) {
        Program.Run run = run(command.trim().split(" +"));
        assertThat(run.exitCode()).isNotZero();
        assertOnePlainLine(run.err());
    }

    @Test
    void aTokenIsPrintedAloneAndWorks() {
        Program.Run run =
                run(
                        "token",
                        "--actor",
                        "me",
                        "--roles",
                        "teller,auditor",
                        "--data",
                        process.data().toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip().lines()).hasSize(1);
        bank.api().with(run.out().strip()).get("/v1/journal").expect(200);
        Program.Run customer =
                run(
                        "token",
                        "--actor",
                        "me",
                        "--roles",
                        "customer",
                        "--account",
                        account,
                        "--ttl",
                        "5m",
                        "--data",
                        process.data().toString());
        bank.api()
                .with(customer.out().strip())
                .get("/v1/accounts/" + account, "Daybook-Consistency", "strong")
                .expect(200);
    }

    @Test
    void aCommandIsExplainedStageByStage() {
        Answer posted = bank.deposit(account, "1.00");
        Program.Run run = on("explain", posted.command().toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(posted.command().toString())
                .contains("deposit")
                .contains("accounts")
                .contains("transactions");
        Program.Run json = on("explain", posted.text("id"), "--json");
        assertThat(Json.text(Json.parse(json.out()), "status")).isEqualTo("committed");
    }

    @Test
    void aRejectedCommandIsExplainedWithItsReason() {
        Answer refused =
                bank.api()
                        .post("/v1/accounts/" + account + "/withdrawals", Bank.amount("1000000.00"))
                        .expect(422);
        Program.Run run = on("explain", refused.command().toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("rejected");
    }

    @Test
    void whatIsNotKnownIsNotExplained() {
        Program.Run run = on("explain", "00000000-0000-7000-8000-000000000000");
        assertThat(run.exitCode()).isNotZero();
        assertOnePlainLine(run.err());
    }

    @Test
    void eventsAreSearchedByEntityTypeAndExpression() {
        String mine = bank.account();
        bank.deposit(mine, "5.00");
        bank.deposit(mine, "50.00");
        Program.Run run = on("events", "--entity", mine, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> Json.text(Json.parse(line), "type")))
                .containsExactly("AccountOpened", "Credited", "Credited");
        Program.Run large =
                on(
                        "events",
                        "--entity",
                        mine,
                        "--type",
                        "Credited",
                        "--where",
                        "amount > 10",
                        "--json");
        assertThat(large.out().lines()).hasSize(1);
        assertThat(Json.text(Json.parse(large.out()), "payload.amount")).isEqualTo("50.00");
        Program.Run plain = on("events", "--entity", mine);
        assertThat(plain.out().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains(mine));
    }

    @Test
    void theContractsOfTheEventsAreListedAndChecked() {
        assertThat(run("schema", "check").exitCode()).isZero();
        assertThat(run("schema", "diff").exitCode()).isZero();
        Program.Run list = run("schema", "list");
        assertThat(list.out())
                .contains("account-events")
                .contains("AccountOpened")
                .contains("transaction-events");
        JsonNode json = Json.parse(run("schema", "list", "--json").out());
        assertThat(json.valueStream().map(type -> Json.text(type, "event")))
                .contains("Credited", "TransactionPosted");
    }

    @Test
    void aChangedContractIsFoundAndAnIncompatibleOneIsNotFrozen() throws Exception {
        Path copy = Directories.temporary();
        try {
            Path schemas = Program.home().resolve("schemas");
            for (Path file : Directories.all(schemas).filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(schemas.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
            assertThat(run("schema", "check", "--schemas", copy.toString()).exitCode()).isZero();
            Path one = copy.resolve("account-events/AccountOpened/1.avsc");
            Files.writeString(
                    one, Files.readString(one).replace("\"overdraftLimit\"", "\"formerLimit\""));
            Program.Run check = run("schema", "check", "--schemas", copy.toString());
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.out()).contains("AccountOpened");
            assertThat(run("schema", "freeze", "--schemas", copy.toString()).exitCode())
                    .isNotZero();
        } finally {
            Directories.delete(copy);
        }
    }

    @Test
    void serveSaysItsAddressAndHowToSignIn() {
        assertThat(process.out()).contains(process.url().toString()).contains("token --actor");
        assertThat(process.out()).doesNotContain("eyJ");
    }

    @Test
    void aPortInUseIsSaidSo() {
        Path other = Directories.temporary();
        try {
            Program.Run run =
                    run(
                            "serve",
                            "--data",
                            other.toString(),
                            "--port",
                            Integer.toString(process.port()));
            assertThat(run.exitCode()).isNotZero();
            assertOnePlainLine(run.err());
            assertThat(run.err()).contains(Integer.toString(process.port()));
        } finally {
            Directories.delete(other);
        }
    }

    @Test
    void verifyFindsTheRecordWholeAndARowChangedByHandInIt() {
        try (DaybookProcess victim = DaybookProcess.start()) {
            Bank other = new Bank(victim);
            String changed = other.accountWith("100.00");
            long position = other.deposit(changed, "7.00").json().path("position").asLong();
            Path data = victim.data();
            Program.Run whole = run("verify", "--data", data.toString());
            assertThat(whole.exitCode()).as(whole.out() + whole.err()).isZero();

            assertThat(
                            EmbeddedDatabase.change(
                                    data,
                                    "update account set balance = balance + 1 where id = '"
                                            + changed
                                            + "'"))
                    .isEqualTo(1);
            Program.Run state = run("verify", "--data", data.toString());
            assertThat(state.exitCode()).isEqualTo(1);
            assertThat(state.out()).contains(changed);
            EmbeddedDatabase.change(
                    data, "update account set balance = balance - 1 where id = '" + changed + "'");

            String flip =
                    "update journal set payload = set_byte(payload, 0, get_byte(payload, 0) # 1)"
                            + " where position = "
                            + position;
            EmbeddedDatabase.change(data, flip);
            Program.Run payload = run("verify", "--data", data.toString());
            assertThat(payload.exitCode()).isEqualTo(1);
            assertThat(payload.out()).contains("position " + position);
            EmbeddedDatabase.change(data, flip);

            String later =
                    "update journal set recorded_at = recorded_at + interval '%d microsecond' where"
                            + " position = "
                            + position;
            EmbeddedDatabase.change(data, later.formatted(1));
            assertThat(findings(other)).contains("\"position\":" + position);
            EmbeddedDatabase.change(data, later.formatted(-1));

            String why =
                    "update command set reason = '%s' where first_position = " + (position - 2);
            assertThat(EmbeddedDatabase.change(data, why.formatted("another"))).isEqualTo(1);
            assertThat(findings(other)).contains("\"position\":" + position);
            EmbeddedDatabase.change(data, why.formatted(Bank.REASON));

            assertThat(victim.stop()).isZero();
            Program.Run offline = run("verify", "--data", data.toString(), "--json");
            assertThat(offline.exitCode()).as(offline.out() + offline.err()).isZero();
            assertThat(Json.parse(offline.out()).path("findings")).isEmpty();

            victim.restart();
            EmbeddedDatabase.change(data, "delete from journal where position = " + position);
            assertThat(findings(other)).contains("position");
        }
    }

    private static String findings(Bank bank) {
        return bank.api().get("/v1/verify").expect(200).json().path("findings").toString();
    }

    private Program.Run on(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", process.data().toString()));
        return Program.built().run(Map.of(), all);
    }

    private static Program.Run run(String... arguments) {
        return Program.built().run(arguments);
    }
}
