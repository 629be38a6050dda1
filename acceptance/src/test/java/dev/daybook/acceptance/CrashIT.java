package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.EmbeddedDatabase;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * kill -9 at random moments under load, again and again: of the service, of its database, of both
 * at once, and while it starts. What was acknowledged is there, once; nothing else is there but
 * whole.
 *
 * <p>The system properties {@code daybook.kills} and {@code daybook.kills.minutes} make it more or
 * longer, {@code daybook.seed} repeats it as far as it is in anybody's hands.
 */
class CrashIT {

    private static final int KILLS = 5;
    private static final int ANSWERED_BEFORE_KILL_MAX = 1_200;

    private final long seed = Long.getLong("daybook.seed", System.nanoTime());
    private final int kills = Integer.getInteger("daybook.kills", KILLS);
    private final Duration atMost = Duration.ofMinutes(Long.getLong("daybook.kills.minutes", 0));
    private final Random random = new Random(seed);

    @Test
    void whatWasAcknowledgedIsThereExactlyOnceAndEveryViewEndsAsIfRebuilt() throws Exception {
        System.out.println("CrashIT: repeat with -Ddaybook.seed=" + seed);
        try (DaybookProcess process = DaybookProcess.start()) {
            Bank bank = new Bank(process);
            TransferLoad load = new TransferLoad(bank);
            Aftermath aftermath = new Aftermath(load);
            long started = System.nanoTime();
            for (int kill = 1; goesOn(kill, started); kill++) {
                int before = load.answered();
                load.start(seed + kill, bank.api());
                load.awaitAnswered(1 + random.nextInt(ANSWERED_BEFORE_KILL_MAX));
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
                String killed = kill(process);
                if (process.isRunning()) {
                    load.awaitAnswered(100); // by itself
                }
                load.stop();
                if (!process.isRunning()) {
                    process.restart();
                }
                aftermath.check(bank);
                System.out.printf(
                        "CrashIT kill %d of %s: %d acknowledged, ready again after %d ms%n",
                        kill, killed, load.answered() - before, process.timeToReady().toMillis());
            }
            assertViewsEqualARebuild(process, bank, load.accounts());
        }
    }

    private boolean goesOn(int kill, long startedNanos) {
        return atMost.isZero()
                ? kill <= kills
                : System.nanoTime() - startedNanos < atMost.toNanos();
    }

    private String kill(DaybookProcess process) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                process.killWithItsDatabase();
                yield "the service and its database";
            }
            case 1 -> {
                process.killDatabase();
                yield "the database";
            }
            case 2 -> {
                process.kill();
                process.killWhileItStarts(Duration.ofMillis(random.nextInt(4_000)));
                yield "the service, and again while it started";
            }
            default -> {
                process.kill();
                yield "the service";
            }
        };
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
