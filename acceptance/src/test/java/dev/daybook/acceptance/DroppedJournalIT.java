package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was dropped from the journal is still answered for, from the archive: nobody who asks a
 * question sees a difference.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DroppedJournalIT {

    private static final int TRANSFERS = 3_000;
    private static final String PARTITION_EVENTS = "2000";
    private static final String SEGMENT_EVENTS = "1500";

    private final Path home = Directories.temporary();
    private final Path data = home.resolve("data");
    private final Path configuration = home.resolve("daybook.properties");
    private Path archive = home.resolve("archive");
    private DaybookProcess process;
    private Bank bank;
    private Map<String, JsonNode> before;
    private long head;
    private long dropped;

    @BeforeAll
    void fill() throws IOException {
        Files.writeString(configuration, "journal.partition-events: " + PARTITION_EVENTS + "\n");
        start();
        String from = bank.accountWith("100000.00");
        String to = bank.account();
        Answer early = bank.transfer(from, to, "12.34");
        Answer user =
                bank.api()
                        .put(
                                "/v1/accounts/" + to + "/authorized-users/ann",
                                Bank.because().put("role", "holder"))
                        .expectSuccess();
        String hold = bank.hold(from, "7.00");
        Answer refused = withdraw(to, "9999999.00");
        transfer(from, to, "a");
        Answer reversal =
                bank.api()
                        .post("/v1/transactions/" + early.text("id") + "/reversal", Bank.because())
                        .expect(201);
        bank.api().post("/v1/holds/" + hold + "/capture", Bank.because()).expectSuccess();
        transfer(from, to, "b");
        head = bank.head();
        before = ask(from, to, early, reversal, user, refused);
    }

    private void start(String... more) {
        List<String> options = new ArrayList<>(List.of("--config", configuration.toString()));
        options.addAll(List.of(more));
        process = DaybookProcess.startOn(data, options.toArray(String[]::new));
        bank = new Bank(process);
    }

    private Answer withdraw(String account, String tooMuch) {
        return bank.api()
                .post("/v1/accounts/" + account + "/withdrawals", Bank.amount(tooMuch))
                .expect(422);
    }

    private void transfer(String from, String to, String prefix) {
        List<ObjectNode> transfers = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            transfers.add(
                    Bank.transferring(from, to, "1.00")
                            .put("type", "transfer")
                            .put("key", prefix + i));
        }
        bank.api().batch(transfers);
    }

    @AfterAll
    void stop() {
        process.close();
        Directories.delete(home);
    }

    /** Questions about the whole time from the first event to the last, with their answers. */
    private Map<String, JsonNode> ask(String from, String to, Answer... answers) {
        List<String> questions = new ArrayList<>();
        for (String account : List.of(from, to, "@cash")) {
            String path = "/v1/accounts/" + Api.encode(account);
            for (long position = 1; position <= head; position += head / 10) {
                questions.add(path + "?asOfPosition=" + position);
            }
            questions.add(path + "/audit?limit=20");
        }
        for (String account : List.of(from, to)) {
            String path = "/v1/accounts/" + account;
            questions.add(path + "/audit?limit=3&cursor=" + cursor(path));
        }
        for (Answer answer : answers) {
            questions.add("/v1/commands/" + answer.command());
        }
        questions.add("/v1/transactions/" + answers[0].text("id"));
        questions.add("/v1/transactions/" + answers[1].text("id"));
        questions.add("/v1/journal?after=0&limit=30");
        questions.add("/v1/journal?after=1990&limit=30");
        questions.add("/v1/journal?after=" + head / 2 + "&limit=30");
        String early = answers[0].text("recordedAt");
        questions.add("/v1/accounts/" + from + "?asOf=" + early);
        questions.add("/v1/accounts/" + to + "?asOf=" + answers[1].text("recordedAt"));
        Map<String, JsonNode> asked = new LinkedHashMap<>();
        for (String question : questions) {
            asked.put(question, answer(question));
        }
        return asked;
    }

    private String cursor(String account) {
        return Json.text(answer(account + "/audit?limit=20"), "next");
    }

    private JsonNode answer(String question) {
        JsonNode answer =
                bank.api()
                        .get(question, "Daybook-Consistency", "at-least=" + head)
                        .json(); // which may be that there was nothing yet
        // Where the journal ends, and since when a view that was made anew shows a command.
        ((ObjectNode) answer).remove(List.of("head", "stages", "verdict"));
        return answer;
    }

    private void requireSame() {
        before.forEach(
                (question, answer) -> assertThat(answer(question)).as(question).isEqualTo(answer));
    }

    private Program.Run archiving(String... more) {
        return Program.built()
                .run(
                        Stream.concat(
                                        Stream.of(
                                                "archive",
                                                "--all",
                                                "--data",
                                                data.toString(),
                                                "--to",
                                                archive.toString(),
                                                "--segment-events",
                                                SEGMENT_EVENTS),
                                        Stream.of(more))
                                .toArray(String[]::new));
    }

    @Test
    @Order(1)
    void nothingIsDroppedThatIsNotOldEnough() {
        Program.Run run = archiving("--drop");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Nothing is dropped");
    }

    @Test
    @Order(2)
    void allThatWasDroppedIsStillAnsweredFor() {
        Program.Run run = archiving("--drop", "--older-than", "0s", "--verify", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode parts = Json.parse(run.out()).path("dropped");
        dropped = parts.get(parts.size() - 1).path("last").asLong();
        assertThat(dropped).isGreaterThan(head / 2).isLessThan(head);
        requireSame();
        Program.Run again = archiving("--drop", "--older-than", "0s", "--verify");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("Nothing is dropped").contains("the same as the book's");
    }

    @Test
    @Order(3)
    void theWholeBookIsStillCheckedWhetherAServiceRunsOrNot() {
        JsonNode running = bank.getAtLeast(bank.head(), "/v1/verify");
        assertThat(running.path("ok").asBoolean()).as(running.toString()).isTrue();
        assertThat(running.path("events").asLong()).isEqualTo(bank.head());
        assertThat(process.stop()).isZero();
        Program.Run run = Program.built().run("verify", "--data", data.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Json.parse(run.out())).isEqualTo(running);
    }

    @Test
    @Order(4)
    void aViewThatIsGoneIsMadeAnewOfArchiveAndJournal() {
        Directories.delete(data.resolve("search"));
        process.restart();
        JsonNode found = bank.getAtLeast(bank.head(), "/v1/transactions?kind=transfer&limit=1");
        assertThat(found.path("total").asInt()).isEqualTo(2 * TRANSFERS + 1);
        requireSame();
    }

    @Test
    @Order(5)
    void withoutTheArchiveOnlyItsPartIsMissingUntilTheServiceIsToldWhereItIs() throws IOException {
        process.kill();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(archive, elsewhere);
        archive = elsewhere;
        process.restart();
        assertThat(bank.api().get("/v1/journal?after=" + dropped + "&limit=5").status())
                .isEqualTo(200);
        Answer missing = bank.api().get("/v1/journal?after=0&limit=5");
        missing.expectProblem(503, "unavailable");
        assertThat(missing.text("detail")).contains("archive");
        withdraw("@cash", "9999999.00");
        bank.account();
        assertThat(process.stop()).isZero();
        start("--archive", elsewhere.toString());
        requireSame();
        assertThat(bank.getAtLeast(bank.head(), "/v1/verify").path("ok").asBoolean()).isTrue();
    }
}
