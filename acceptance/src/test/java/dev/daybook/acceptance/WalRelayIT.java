package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.stack.KafkaBroker;
import dev.daybook.stack.SchemaRegistry;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.EmbeddedDatabase;
import dev.daybook.testkit.Eventually;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A service whose relay streams the log of its database, and one that does so no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalRelayIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path directory = Directories.temporary();
    private KafkaBroker kafka;
    private SchemaRegistry registry;

    @BeforeAll
    void startServers() {
        kafka = KafkaBroker.start(directory.resolve("kafka"), 0);
        registry = SchemaRegistry.start(directory.resolve("registry"), 0);
    }

    @AfterAll
    void stopServers() {
        registry.close();
        kafka.close();
        Directories.delete(directory);
    }

    /** What it is told the next time it starts. */
    private void configure(Path file, String source) throws IOException {
        Files.writeString(
                file,
                """
                kafka.bootstrap: %s
                registry.url: %s
                relay.source: %s
                """
                        .formatted(kafka.address(), registry.url(), source));
    }

    @Test
    void viewsGetEveryEventOfTheLogAndAnotherSourceLeavesNothingBehind() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path file = data.resolve("wal.yaml");
        configure(file, "wal");
        try (DaybookProcess process = DaybookProcess.startOn(data, "--config", file.toString())) {
            Bank bank = new Bank(process);
            String account = bank.accountWith("100.00");
            bank.withdraw(account, "40.00");
            awaitPublished(bank, "wal");
            assertThat(slots(data)).isOne();

            process.kill(); // with the slot in use
            process.restart();
            bank.withdraw(account, "40.00");
            awaitPublished(bank, "wal");
            assertThat(
                            bank.getAtLeast(bank.head(), "/v1/accounts/" + account)
                                    .path("balance")
                                    .asString())
                    .isEqualTo("20.00");

            process.stop();
            configure(file, "journal");
            process.restart();
            bank.withdraw(account, "20.00");
            awaitPublished(bank, "journal");
            assertThat(slots(data)).isZero();
        }
    }

    private static void awaitPublished(Bank bank, String source) {
        long head = bank.head();
        Eventually.holds(
                SOON,
                () -> {
                    Answer relay = bank.api().get("/v1/relay").expect(200);
                    assertThat(relay.text("source")).isEqualTo(source);
                    return relay.json().path("position").asLong() >= head;
                });
    }

    private static int slots(Path data) {
        return EmbeddedDatabase.count(data, "pg_replication_slots");
    }
}
