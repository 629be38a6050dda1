package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Json;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A heap that is small for what is asked: the service slows down or refuses, and never dies. */
class HeapPressureIT {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 4;
    private static final int LINES = 1_000;
    private static final int LINE_BYTES = 30_000;

    @Test
    void bigBatchesInASmallHeapNeitherKillNorLoseAnything() throws Exception {
        try (DaybookProcess process = DaybookProcess.startWith(List.of("-Xmx160m"))) {
            Bank bank = new Bank(process);
            TransferLoad load = new TransferLoad(bank);
            Aftermath aftermath = new Aftermath(load);
            String batch = batch();
            AtomicInteger done = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            load.start(3, bank.api());
            Together.run(
                    CLIENTS,
                    i -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            (isDone(bank, batch) ? done : refused).incrementAndGet();
                        }
                        return true;
                    });
            load.awaitAnswered(500);
            load.stop();
            System.out.printf(
                    "HeapPressureIT: %d batches of %d MB done, %d refused; %d transfers beside"
                            + " them, the slowest after %d ms%n",
                    done.get(),
                    batch.length() / 1_000_000,
                    refused.get(),
                    load.answered(),
                    load.slowest().toMillis());
            assertThat(done.get()).isPositive();
            assertThat(process.err()).doesNotContain("OutOfMemoryError");
            aftermath.check(bank);
        }
    }

    private static boolean isDone(Bank bank, String batch) {
        try {
            Answer answer = bank.api().batch(batch);
            if (answer.status() != 200) {
                answer.expectProblem(503, "overloaded");
                return false;
            }
            assertThat(answer.lines()).hasSize(LINES);
            return true;
        } catch (UncheckedIOException refused) {
            return false; // so early that the rest of the batch was not read any more
        }
    }

    /** As large as batches come; all lines are refused, as there is no such account. */
    private static String batch() {
        String line =
                Json.write(
                        Bank.transferring("nobody", "nobody-else", "0.01").put("type", "transfer"));
        return (line.substring(0, line.length() - 1) + " ".repeat(LINE_BYTES) + "}\n")
                .repeat(LINES);
    }
}
