package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Json;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Ten times more than the service can do, for some seconds, from clients who do not wait for each
 * other. What it takes in it finishes, in bounded time; the rest is told so at once; the work done
 * a second stays what it was.
 */
class OverloadIT {

    private static final int LINES = 500;
    private static final int TIMES_CAPACITY = 10;
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int CLIENTS = 4;
    private static final int REQUESTS_MAX = 5_000;
    private static final long MEGABYTE = 1_000_000;

    private final AtomicLong committed = new AtomicLong();
    private final AtomicInteger overloaded = new AtomicInteger();
    private final List<Long> admittedMillis = Collections.synchronizedList(new ArrayList<>());

    @Test
    void tenTimesTheCapacityIsTakenInAsFarAsItGoesAndRefusedBeyond() throws Exception {
        try (DaybookProcess process = DaybookProcess.startWith(List.of("-Xmx512m"))) {
            Bank bank = new Bank(process);
            String batch = batch(bank);
            measure(bank, batch); // until it is warm
            double capacity = measure(bank, batch);
            long heapBefore = process.liveHeapBytes();
            admittedMillis.clear();
            double goodput = overload(bank, batch, capacity * TIMES_CAPACITY / LINES);
            long heapAfter = process.liveHeapBytes();
            List<Long> sorted = admittedMillis.stream().sorted().toList();
            long p99 = sorted.get((int) (sorted.size() * 0.99));
            System.out.printf(
                    "OverloadIT: %.0f a second before, %.0f under %d times that; %d batches"
                            + " admitted, p50 %d ms, p99 %d ms; %d refused; live heap %d MB, then"
                            + " %d MB%n",
                    capacity,
                    goodput,
                    TIMES_CAPACITY,
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    p99,
                    overloaded.get(),
                    heapBefore / MEGABYTE,
                    heapAfter / MEGABYTE);
            assertThat(overloaded.get()).isPositive();
            assertThat(goodput).as("work done a second").isGreaterThan(capacity / 4);
            assertThat(p99).as("milliseconds, of what was admitted").isLessThan(10_000);
            assertThat(heapAfter).isLessThan(heapBefore + 100 * MEGABYTE);
            bank.account();
            assertEachIsThereOnce(bank);
        }
    }

    /** Transfers of a cent; no keys, so that the same bytes do. */
    private static String batch(Bank bank) {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accounts.add(bank.accountWith("1000000.00"));
        }
        Random random = new Random(5);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            int from = random.nextInt(accounts.size());
            int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
            lines.append(
                            Json.write(
                                    Bank.transferring(accounts.get(from), accounts.get(to), "0.01")
                                            .put("type", "transfer")))
                    .append('\n');
        }
        return lines.toString();
    }

    /** Some clients, each with one batch at a time; transfers a second. */
    private double measure(Bank bank, String batch) throws Exception {
        long before = committed.get();
        long started = System.nanoTime();
        Together.run(
                CLIENTS,
                i -> {
                    while (System.nanoTime() - started < MEASURE_NANOS) {
                        send(bank, batch);
                    }
                    return true;
                });
        return (committed.get() - before) * 1e9 / (System.nanoTime() - started);
    }

    /** A batch whenever its time has come, whatever became of those before. */
    private double overload(Bank bank, String batch, double batchesPerSecond) {
        long before = committed.get();
        long started = System.nanoTime();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < REQUESTS_MAX; i++) {
                long due = started + (long) (i * 1e9 / batchesPerSecond);
                if (due - started > MEASURE_NANOS) {
                    break;
                }
                LockSupport.parkNanos(due - System.nanoTime());
                sent.add(CompletableFuture.runAsync(() -> send(bank, batch), clients));
            }
        }
        sent.forEach(CompletableFuture::join); // throws what one of them found wrong
        return (committed.get() - before) * 1e9 / (System.nanoTime() - started);
    }

    private void send(Bank bank, String batch) {
        long started = System.nanoTime();
        Answer answer = bank.api().batch(batch);
        if (answer.status() == 503) {
            answer.expectProblem(503, "overloaded");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            overloaded.incrementAndGet();
            return;
        }
        answer.expect(200)
                .lines()
                .forEach(line -> assertThat(Json.text(line, "status")).isEqualTo("committed"));
        committed.addAndGet(LINES);
        admittedMillis.add((System.nanoTime() - started) / 1_000_000);
    }

    private void assertEachIsThereOnce(Bank bank) {
        long transfers =
                bank.getAtLeast(bank.head(), "/v1/transactions?kind=transfer&limit=1")
                        .path("total")
                        .asLong();
        assertThat(transfers).isEqualTo(committed.get());
        Aftermath.assertTheRecordIsTrue(bank);
    }
}
