package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.EventStream;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stopped and started, the service is where it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartIT {

    private DaybookProcess process;
    private Bank bank;
    private Api api;

    @BeforeAll
    void start() {
        process = DaybookProcess.start();
        bank = new Bank(process);
        api = bank.api();
        System.out.println(
                "RestartIT: ready on a new data directory after "
                        + process.timeToReady().toMillis()
                        + " ms");
    }

    @AfterAll
    void stop() {
        process.close();
    }

    @Test
    void everythingSurvivesAndRequestsSentAgainAreAnsweredAsBefore() {
        String account = bank.account();
        Answer first = deposit(account, "restart-key").expect(201);
        bank.hold(account, "1.00");
        JsonNode before = bank.show(account);
        JsonNode audit = api.get("/v1/accounts/" + account + "/audit").json();
        assertThat(process.stop()).as("exit code after SIGTERM").isZero();
        process.restart();
        System.out.println(
                "RestartIT: ready on an old data directory after "
                        + process.timeToReady().toMillis()
                        + " ms");
        assertThat(bank.show(account)).isEqualTo(before);
        assertThat(api.get("/v1/accounts/" + account + "/audit").json()).isEqualTo(audit);
        Answer again = deposit(account, "restart-key").expect(201);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(bank.show(account)).isEqualTo(before);
    }

    @Test
    void streamsGoOnAcrossARestartWithoutLossOrRepetition() throws Exception {
        String account = bank.account();
        Process follower =
                Program.built()
                        .start(
                                "events",
                                "--follow",
                                "--json",
                                "--type",
                                "Credited",
                                "--entity",
                                account,
                                "--data",
                                process.data().toString(),
                                "--since",
                                "1");
        try (BufferedReader followed = follower.inputReader()) {
            bank.deposit(account, "1.00");
            List<Long> printed =
                    new ArrayList<>(List.of(position(followed))); // from here on it follows
            List<Long> seen = seenAcrossARestart(account);
            JsonNode journal =
                    api.get("/v1/journal?limit=100&type=Credited&entity=account:" + account)
                            .expect(200)
                            .json();
            List<Long> recorded =
                    journal.path("items")
                            .valueStream()
                            .map(item -> item.path("position").asLong())
                            .toList();
            assertThat(seen).isEqualTo(recorded.subList(1, recorded.size()));
            while (printed.size() < recorded.size()) {
                printed.add(position(followed));
            }
            assertThat(printed).as("events --follow").isEqualTo(recorded);
        } finally {
            follower.destroy();
        }
    }

    private static long position(BufferedReader followed) throws IOException {
        return Json.parse(followed.readLine()).path("position").asLong();
    }

    private List<Long> seenAcrossARestart(String account) {
        String path = "/v1/accounts/" + account + "/stream";
        List<Long> seen = new ArrayList<>();
        try (EventStream stream = api.stream(path, "Last-Event-ID", Long.toString(bank.head()))) {
            for (int i = 0; i < 5; i++) {
                bank.deposit(account, "1.00");
            }
            stream.next(3).forEach(event -> seen.add(event.position()));
            assertThat(process.stop()).isZero();
            stream.rest().forEach(event -> seen.add(event.position()));
        }
        process.restart();
        bank.deposit(account, "1.00");
        long last = seen.getLast();
        try (EventStream stream = api.stream(path, "Last-Event-ID", Long.toString(last))) {
            while (seen.size() < 6) {
                seen.add(stream.next().position());
            }
        }
        return seen;
    }

    @Test
    void aHoldExpiresThoughTheServiceWasDownWhenItsTimeCame() {
        String account = bank.accountWith("10.00");
        long after = bank.head();
        api.post(
                        "/v1/accounts/" + account + "/holds",
                        amount("4.00").put("expiresAt", Instant.now().plusMillis(400).toString()))
                .expect(201);
        process.kill();
        process.restart();
        try (EventStream stream =
                api.stream(
                        "/v1/accounts/" + account + "/stream",
                        "Last-Event-ID",
                        Long.toString(after))) {
            assertThat(stream.next(2).stream().map(event -> Json.text(event.json(), "type")))
                    .containsExactly("HoldPlaced", "HoldExpired");
        }
        assertThat(bank.available(account)).isEqualTo("10.00");
    }

    @Test
    void aSecondOneOnTheSameDataDirectoryRefusesToStart() {
        Program.Run second =
                Program.built()
                        .run(
                                "serve",
                                "--data",
                                process.data().toString(),
                                "--port",
                                Integer.toString(DaybookProcess.freePort()));
        assertThat(second.exitCode()).isNotZero();
        CommandLineIT.assertOnePlainLine(second.err());
        assertThat(second.err()).contains("data directory");
        assertThat(process.isReady()).isTrue();
    }

    private Answer deposit(String account, String key) {
        return api.post(
                "/v1/accounts/" + account + "/deposits", amount("5.00"), "Idempotency-Key", key);
    }
}
