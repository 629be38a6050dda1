package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.transferring;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.acceptance.Endpoints.Endpoint;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.EventStream;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;
import dev.daybook.testkit.Program;
import dev.daybook.testkit.Tokens;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nobody is anonymous, everybody may do what their role says, and nothing leaks. */
@OnEveryBackend
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityIT {

    private static final List<String> ROLES =
            List.of("customer", "teller", "support", "auditor", "analyst", "operator", "admin");

    private final Bank bank;
    private final Tokens tokens;
    private final List<Endpoint> endpoints;

    SecurityIT(Bank bank) {
        this.bank = bank;
        this.tokens = bank.process().tokens();
        this.endpoints = new ArrayList<>(Endpoints.of(bank));
        endpoints.add(
                new Endpoint(
                        "GET",
                        "/v1/journal/stream",
                        "/v1/journal/stream?limit=x",
                        null,
                        java.util.Set.of("auditor")));
        endpoints.add(
                new Endpoint(
                        "GET",
                        "/actuator/prometheus",
                        "/actuator/prometheus",
                        null,
                        java.util.Set.of("operator")));
        endpoints.add(
                new Endpoint(
                        "POST",
                        "/v1/commands/batch",
                        "/v1/commands/batch",
                        Json.object(),
                        java.util.Set.of("teller")));
    }

    Stream<Endpoint> all() {
        return endpoints.stream();
    }

    /** Sends what is not valid to writes, so that nothing happens even where it may. */
    private Answer call(Endpoint endpoint, String token) {
        byte[] body = endpoint.isWrite() ? "{}".getBytes(UTF_8) : null;
        String type =
                endpoint.path().endsWith("/batch") ? "application/x-ndjson" : "application/json";
        return bank.api()
                .with(token)
                .send(endpoint.method(), endpoint.address(), body, "Content-Type", type);
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutAGoodTokenNothingIsAnswered(Endpoint endpoint) {
        call(endpoint, null).expectProblem(401, "unauthorized");
        String good = tokens.of("tester", "admin");
        for (String bad :
                List.of(
                        "nonsense",
                        "a.b.c",
                        good.substring(0, good.length() - 2),
                        good + "x",
                        good.substring(0, good.lastIndexOf('.') + 1),
                        tokens.unsigned("tester", "admin"),
                        tokens.forged().of("tester", "admin"),
                        tokens.token(
                                "tester", List.of("admin"), List.of(), Duration.ofMinutes(-5)))) {
            Answer answer = call(endpoint, bad).expectProblem(401, "unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachRoleMayDoWhatIsItsAndNothingElse(Endpoint endpoint) {
        for (String role : ROLES) {
            if (role.equals("customer") && endpoint.roles().contains(role)) {
                continue; // depends on whose account it is; below
            }
            Answer answer = call(endpoint, tokens.of("somebody", role));
            if (role.equals("admin") || endpoint.roles().contains(role)) {
                assertThat(answer.status()).as(role + " " + answer).isNotIn(401, 403, 500);
            } else {
                answer.expectProblem(403, "forbidden");
            }
        }
    }

    @Test
    void aTokenWithoutAKnownRoleMayDoNothing() {
        for (Endpoint endpoint : endpoints) {
            call(endpoint, tokens.of("somebody")).expectProblem(403, "forbidden");
            call(endpoint, tokens.of("somebody", "superuser")).expectProblem(403, "forbidden");
        }
    }

    @Test
    void aTokenOfAnotherInstanceIsNotTaken() {
        Path other = Directories.temporary();
        try {
            Program.Run run =
                    Program.built()
                            .run(
                                    "token",
                                    "--actor",
                                    "me",
                                    "--roles",
                                    "admin",
                                    "--data",
                                    other.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            bank.api().with(run.out().strip()).get("/v1/book").expectProblem(401, "unauthorized");
        } finally {
            Directories.delete(other);
        }
    }

    @Test
    void aCustomerSeesOwnAccountsOnly() {
        String own = bank.accountWith("10.00");
        String others = bank.accountWith("10.00");
        Api customer = bank.customer(own);
        customer.get("/v1/accounts/" + own, "Daybook-Consistency", "strong").expect(200);
        customer.get("/v1/accounts/" + own + "/transactions").expect(200);
        customer.get("/v1/accounts/" + own + "/balance?on=2026-01-01").expect(200);
        for (String what :
                List.of(
                        "",
                        "?asOfPosition=" + bank.head(),
                        "/transactions",
                        "/balance?on=2026-01-01",
                        "/audit",
                        "/stream")) {
            assertHidden(customer.get("/v1/accounts/" + others + what));
            assertHidden(customer.get("/v1/accounts/@cash" + what));
        }
        JsonNode listed =
                customer.get(
                                "/v1/accounts?limit=1000",
                                "Daybook-Consistency",
                                "strong",
                                "Prefer",
                                "wait=10")
                        .expect(200)
                        .json();
        assertThat(listed.path("items").valueStream().map(item -> Json.text(item, "id")))
                .containsExactly(own);
        assertHidden(customer.get("/v1/journal"));
        assertHidden(customer.get("/v1/book"));
    }

    @Test
    void aCustomerLearnsNothingFromWhetherAnAccountExists() {
        Api customer = bank.customer(bank.account());
        Answer exists = customer.get("/v1/accounts/" + bank.account());
        Answer not = customer.get("/v1/accounts/" + Bank.unique("no"));
        assertThat(exists.status()).isEqualTo(not.status());
        assertThat(exists.slug()).isEqualTo(not.slug());
    }

    @Test
    void aCustomerMovesOwnMoneyOnly() {
        String own = bank.accountWith("10.00");
        String others = bank.accountWith("10.00");
        Api customer = bank.customer(own);
        customer.post("/v1/transfers", transferring(own, others, "1.00")).expect(201);
        assertHidden(customer.post("/v1/transfers", transferring(others, own, "1.00")));
        assertHidden(customer.post("/v1/transfers", transferring("@cash", own, "1.00")));
        assertHidden(customer.post("/v1/accounts/" + own + "/deposits", amount("1.00")));
        assertHidden(customer.post("/v1/accounts/" + others + "/pending-credits", amount("1.00")));
        assertHidden(
                customer.batch(
                        Json.write(transferring(others, own, "1.00").put("type", "transfer"))));
        assertThat(bank.balance(own)).isEqualTo("9.00");
        assertThat(bank.balance(others)).isEqualTo("11.00");
    }

    @Test
    void aCustomerFindsOwnTransactionsOnlyAndNotTheOthersBalance() {
        String own = bank.accountWith("10.00");
        String others = bank.accountWith("77.77");
        String foreign = bank.withdraw(others, "1.00").text("id");
        Answer shared = bank.transfer(own, others, "1.00");
        Api customer = bank.customer(own);
        assertHidden(customer.get("/v1/transactions/" + foreign));
        assertHidden(customer.get("/v1/commands/" + foreign));
        assertHidden(customer.get("/v1/transactions?account=" + others));
        Answer seen = customer.get("/v1/transactions/" + shared.text("id")).expect(200);
        assertThat(seen.text()).doesNotContain("77.77");
        for (JsonNode leg : seen.json().path("legs")) {
            assertThat(leg.path("balanceAfter").isNull())
                    .isEqualTo(!Json.text(leg, "account").equals(own));
        }
        JsonNode found =
                customer.get(
                                "/v1/transactions?limit=1000",
                                "Daybook-Consistency",
                                "at-least=" + shared.position())
                        .expect(200)
                        .json();
        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.path("items").valueStream())
                .allSatisfy(item -> assertThat(item.path("legs").toString()).contains(own));
        assertThat(found.toString()).doesNotContain("77.77");
    }

    @Test
    void aCustomerStreamsOwnAccountsOnly() {
        String own = bank.account();
        Api customer = bank.customer(own);
        try (EventStream stream =
                customer.stream(
                        "/v1/accounts/" + own + "/stream",
                        "Last-Event-ID",
                        Long.toString(bank.head()))) {
            bank.deposit(own, "1.00");
            assertThat(Json.text(stream.next().json(), "type")).isEqualTo("Credited");
        }
        assertHidden(customer.get("/v1/journal/stream"));
    }

    @Test
    void everyAnswerForbidsToGuessItsTypeToFrameItAndToKeepIt() {
        for (String path : List.of("/v1/book", "/v1/accounts/nobody", "/nothing")) {
            Answer answer = bank.api().get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.has("Server")).isFalse();
        }
    }

    @Test
    void healthAloneIsAnsweredToAnybodyAndTellsNoMoreThanThat() {
        Answer answer = bank.api().with(null).get("/actuator/health/readiness").expect(200);
        assertThat(answer.json().propertyNames()).containsExactly("status");
        for (String path :
                List.of(
                        "/actuator/env",
                        "/actuator/beans",
                        "/actuator/heapdump",
                        "/actuator/loggers",
                        "/actuator")) {
            assertThat(bank.api().with(null).get(path).status()).as(path).isIn(401, 404);
            bank.api().get(path).expect(404);
        }
    }

    @Test
    void nothingListensBeyondThisMachine() throws IOException {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/proc/net/tcp")),
                "SKIPPED: /proc shows the sockets on Linux only");
        List<String> inodes = new ArrayList<>();
        for (ProcessHandle each : bank.process().processes()) {
            try (Stream<Path> files = Files.list(Path.of("/proc/" + each.pid() + "/fd"))) {
                for (Path file : files.toList()) {
                    String target =
                            Files.isSymbolicLink(file)
                                    ? Files.readSymbolicLink(file).toString()
                                    : "";
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring(8, target.length() - 1));
                    }
                }
            } catch (IOException gone) {
                // a connection or process that ended meanwhile listens no more
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals("0A") && inodes.contains(fields[9])) {
                    listening.add(fields[1].split(":")[0]);
                }
            }
        }
        assertThat(listening)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(address ->
                        assertThat(address)
                                .isIn(
                                        "0100007F",
                                        "0000000000000000FFFF00000100007F",
                                        "00000000000000000000000001000000"));
    }

    @Test
    void neitherTokensNorPersonsReachALog() throws IOException {
        String person = "Personname" + Bank.unique("x").replace("-", "");
        String token = tokens.of("tester", "admin");
        Api api = bank.api().with(token);
        String id = Bank.unique("log");
        JsonNode opening =
                Bank.opening(id, "EUR", null)
                        .set("owner", Json.object("reference", person, "name", person));
        api.post("/v1/accounts", opening).expect(201);
        api.post("/v1/accounts", opening).expect(409);
        api.post(
                        "/v1/accounts/" + id + "/deposits",
                        amount("1.00").put("description", person).put("reason", person))
                .expect(201);
        api.post("/v1/accounts/" + id + "/withdrawals", amount("9.00").put("description", person))
                .expect(422);
        api.put(
                        "/v1/accounts/" + id + "/authorized-users/" + person,
                        Bank.because().put("role", "r"))
                .expectSuccess();
        api.post("/v1/accounts/" + id + "/deposits", amount(person)).expectInvalid();
        api.post("/v1/transfers", Json.object(person, person)).expectInvalid();
        api.get("/v1/accounts?q=" + person).expect(200);
        api.get("/v1/transactions?sort=" + person).expectInvalid();
        String secret =
                Json.text(
                        Json.parse(
                                Files.readString(bank.process().data().resolve("signing-key.jwk"))),
                        "k");
        List<Path> logs =
                Directories.all(bank.process().data())
                        .filter(path -> path.toString().endsWith(".log"))
                        .toList();
        assertThat(logs).isNotEmpty();
        for (Path log : logs) {
            String text = new String(Files.readAllBytes(log), UTF_8);
            assertThat(
                            text.lines()
                                    .filter(line -> line.contains(person))
                                    .collect(Collectors.toList()))
                    .as(log.toString())
                    .isEmpty();
            assertThat(text)
                    .doesNotContain(token.substring(token.lastIndexOf('.')))
                    .doesNotContain(secret);
            assertThat(text.lines().filter(line -> line.contains("eyJ")).toList()).isEmpty();
        }
    }

    @Test
    void theSigningKeyIsItsOwnersOnly() throws IOException {
        Path key = bank.process().data().resolve("signing-key.jwk");
        Assumptions.assumeTrue(
                key.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "SKIPPED: no POSIX permissions here");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    private static void assertHidden(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(403, 404);
        assertThat(answer.slug()).isIn("forbidden", "not-found");
    }
}
