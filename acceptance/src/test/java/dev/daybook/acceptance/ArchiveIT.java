package dev.daybook.acceptance;

import static dev.daybook.acceptance.CommandLineIT.assertOnePlainLine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.EmbeddedDatabase;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The drill: a bank that runs is archived and lost, and comes back from the archive alone, with
 * kill -9 in the middle of both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveIT {

    private static final int TRANSFERS = 20_000;
    private static final int BATCH = 5_000;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SEGMENT_EVENTS = "2000";

    private final Path archive = Directories.temporary().resolve("archive");
    private final Path again = Directories.temporary().resolve("again");
    private DaybookProcess process;
    private Bank bank;
    private String from;
    private String to;
    private Answer deposit;
    private Answer refused;
    private long head;

    @BeforeAll
    void fill() {
        process = DaybookProcess.start();
        bank = new Bank(process);
        from = bank.accountWith("100000.00");
        to = bank.account();
        for (int i = 0; i < TRANSFERS; i += BATCH) {
            List<ObjectNode> transfers = new ArrayList<>();
            for (int j = i; j < i + BATCH; j++) {
                transfers.add(
                        Bank.transferring(from, to, "1.00")
                                .put("type", "transfer")
                                .put("key", "transfer-" + j));
            }
            bank.api().batch(transfers);
        }
        deposit = deposit(bank, "the-key").expect(201);
        refused = withdrawTooMuch(bank, "refused-key").expect(422);
        head = bank.head();
    }

    @AfterAll
    void stop() {
        process.close();
        Directories.delete(Objects.requireNonNull(again.getParent()));
        Directories.delete(Objects.requireNonNull(archive.getParent()));
    }

    private Answer deposit(Bank at, String key) {
        return at.api()
                .post(
                        "/v1/accounts/" + from + "/deposits",
                        Bank.amount("5.00"),
                        "Idempotency-Key",
                        key);
    }

    private Answer withdrawTooMuch(Bank at, String key) {
        return at.api()
                .post(
                        "/v1/accounts/" + to + "/withdrawals",
                        Bank.amount("9999999.00"),
                        "Idempotency-Key",
                        key);
    }

    private String[] archiving(String... more) {
        return Stream.concat(
                        Stream.of(
                                "archive",
                                "--all",
                                "--data",
                                process.data().toString(),
                                "--to",
                                archive.toString(),
                                "--segment-events",
                                SEGMENT_EVENTS),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private String[] restoring() {
        return new String[] {
            "restore", "--from", archive.toString(), "--data", again.toString(), "--json"
        };
    }

    private long manifests() {
        return Directories.all(archive.resolve("main/manifests"))
                .filter(path -> path.toString().endsWith(".json"))
                .count();
    }

    @Test
    @Order(1)
    void anArchiverThatIsKilledIsGoneOnWithWhileTheServiceRuns() throws Exception {
        Process killed = Program.built().start(archiving());
        Eventually.holds(SOON, () -> manifests() >= 3 || !killed.isAlive());
        killed.destroyForcibly();
        assertThat(killed.waitFor()).isNotZero();
        long before = manifests();
        Program.Run run = Program.built().run(archiving("--verify", "--json"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = Json.parse(run.out());
        assertThat(result.path("segments").size()).isEqualTo(manifests() - before).isPositive();
        assertThat(result.path("archivedTo").asLong()).isEqualTo(head);
        assertThat(result.path("checked").path("events").asLong()).isEqualTo(head);
        assertThat(result.path("checked").path("againstBook").asBoolean()).isTrue();
        assertThat(bank.show(from)).isNotEmpty();
        System.out.println(
                "ArchiveIT: archived "
                        + result.path("events").asLong()
                        + " events in "
                        + result.path("seconds").asDouble()
                        + " s");
    }

    @Test
    @Order(2)
    void archivingAgainWritesNothing() {
        long before = manifests();
        Program.Run run = Program.built().run(archiving());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Archived 0 events");
        assertThat(manifests()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void aRestorationThatIsKilledIsNoBookUntilItIsGoneOnWith() throws Exception {
        Process killed = Program.built().start(restoring());
        Eventually.holds(SOON, () -> EmbeddedDatabase.head(again) > 10_000 || !killed.isAlive());
        killed.destroyForcibly();
        assertThat(killed.waitFor()).isNotZero();
        for (String command : List.of("serve", "verify")) {
            Program.Run run = Program.built().run(command, "--data", again.toString());
            assertThat(run.exitCode()).isNotZero();
            // It may say before that it stops the database that was left running.
            String said = run.err().strip().lines().toList().getLast();
            assertOnePlainLine(said);
            assertThat(said).contains("is not finished").contains("./daybook restore");
        }
        Program.Run run = Program.built().run(restoring());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = Json.parse(run.out());
        assertThat(result.path("resumedAt").asLong()).isBetween(10_000L, head - 1);
        assertThat(result.path("head").asLong()).isEqualTo(head);
        System.out.println(
                "ArchiveIT: restored "
                        + result.path("events").asLong()
                        + " events in "
                        + result.path("seconds").asDouble()
                        + " s");
    }

    @Test
    @Order(4)
    void whatWasRestoredIsWholeAndTrueAndTheSameBank() {
        Program.Run verify = Program.built().run("verify", "--data", again.toString(), "--json");
        assertThat(verify.exitCode()).as(verify.out()).isZero();
        Program.Run original =
                Program.built().run("verify", "--data", process.data().toString(), "--json");
        assertThat(Json.parse(verify.out())).isEqualTo(Json.parse(original.out()));
        try (DaybookProcess restored = DaybookProcess.startOn(again)) {
            Bank theSame = new Bank(restored);
            assertThat(theSame.show(from)).isEqualTo(bank.show(from));
            Answer replayed = deposit(theSame, "the-key");
            assertThat(replayed.isReplayed()).isTrue();
            assertThat(replayed.command()).isEqualTo(deposit.command());
            Answer refusedAgain = withdrawTooMuch(theSame, "refused-key").expect(422);
            assertThat(refusedAgain.isReplayed()).isTrue();
            assertThat(refusedAgain.command()).isEqualTo(refused.command());
            Answer next = deposit(theSame, "another-key").expect(201);
            assertThat(next.position()).isEqualTo(head + 3);
            JsonNode lines =
                    theSame.getAtLeast(
                            next.position(), "/v1/accounts/" + from + "/transactions?limit=1");
            assertThat(Json.text(lines.path("items").get(0), "id"))
                    .isEqualTo(next.command().toString());
        }
    }

    @Test
    @Order(5)
    void aBookThatIsThereIsNotRestoredOver() {
        Program.Run run = Program.built().run(restoring());
        assertThat(run.exitCode()).isNotZero();
        assertOnePlainLine(run.err());
        assertThat(run.err()).contains("already");
    }

    @Test
    @Order(6)
    void anArchiveThatWasTamperedWithIsFoundOut() throws IOException {
        Path file =
                Directories.all(archive.resolve("main/journal"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .skip(1)
                        .findFirst()
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
        Program.Run run =
                Program.built().run("archive", "--to", archive.toString(), "--verify-only");
        assertThat(run.exitCode()).isEqualTo(1);
        assertOnePlainLine(run.err());
        assertThat(run.err()).contains(file.getFileName().toString()).contains("not the one that");
    }
}
