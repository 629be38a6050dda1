package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.load.OpenLoop;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Timing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Transfers over HTTP against a server in a process of its own, with all its views: one a request
 * over so many connections, at a fixed rate, and in batches.
 *
 * @param connections requests under way at any time
 * @param rate requests a second of the run at a fixed rate
 */
public record Http(int accounts, int connections, int rate, Timing timing) {

    private static final int OPENED_AT_ONCE = 2_000;
    private static final int BATCH_LINES = 2_000;
    private static final int BATCHES_AT_ONCE = 2;

    /** How many times the usual warm-up a server gets that has just been started. */
    private static final int FRESH = 3;

    public void run(Figures figures) throws InterruptedException {
        try (ServerProcess server = ServerProcess.start();
                Client client = new Client(server.address(), server.token())) {
            openAccounts(client);
            // The server's JVM is a fresh one, and compiles for a while what it runs.
            closed(client, new Timing(timing.warmUp().multipliedBy(FRESH), timing.warmUp()));
            closed(client, timing).report(figures.of("single"));
            open(client).report(figures.of("rate-" + rate));
            batches(client).report(figures.of("batch"));
            server.verify();
        }
    }

    private void openAccounts(Client client) {
        for (int first = 0; first < accounts; first += OPENED_AT_ONCE) {
            List<String> lines = new ArrayList<>();
            for (int i = first; i < Math.min(accounts, first + OPENED_AT_ONCE); i++) {
                lines.addAll(Client.opening(i));
            }
            if (client.batch(lines) != lines.size()) {
                throw new IllegalStateException("Not all accounts were opened.");
            }
        }
    }

    private Requests closed(Client client, Timing timing) throws InterruptedException {
        Requests requests = new Requests(timing);
        Transfers all = new Transfers(Pattern.SPREAD, accounts, Write.SEED);
        inThreads(
                connections,
                all,
                own -> {
                    while (!requests.isOver()) {
                        long start = System.nanoTime();
                        Client.Answer answer = client.transfer(own.next());
                        requests.answered(start, answer);
                    }
                });
        return requests;
    }

    /** A request that finds no connection free waits for one, and its latency tells so. */
    private Requests open(Client client) throws InterruptedException {
        Requests requests = new Requests(timing);
        Transfers transfers = new Transfers(Pattern.SPREAD, accounts, Write.SEED + 1);
        Semaphore free = new Semaphore(connections);
        List<Thread> sent = new ArrayList<>();
        OpenLoop.run(
                rate,
                timing.warmUp().plus(timing.window()),
                meant -> {
                    Transfers.Transfer transfer = transfers.next();
                    sent.add(
                            Thread.startVirtualThread(() -> {
                                free.acquireUninterruptibly();
                                try {
                                    requests.answered(meant, client.transfer(transfer));
                                } finally {
                                    free.release();
                                }
                            }));
                });
        for (Thread thread : sent) {
            thread.join();
        }
        return requests;
    }

    private Requests batches(Client client) throws InterruptedException {
        Requests requests = new Requests(timing);
        Transfers all = new Transfers(Pattern.SPREAD, accounts, Write.SEED + 2);
        inThreads(
                BATCHES_AT_ONCE,
                all,
                own -> {
                    while (!requests.isOver()) {
                        List<String> lines = new ArrayList<>(BATCH_LINES);
                        for (int i = 0; i < BATCH_LINES; i++) {
                            lines.add(Client.line(own.next()));
                        }
                        long start = System.nanoTime();
                        long committed = client.batch(lines);
                        requests.answered(start, committed, BATCH_LINES - committed);
                    }
                });
        return requests;
    }

    private interface Work {
        void run(Transfers own);
    }

    /** The first failure of any of them ends the run. */
    private static void inThreads(int count, Transfers transfers, Work work)
            throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<@Nullable Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Transfers own = transfers.others();
            threads.add(
                    Thread.ofVirtual()
                            .name("bench-http-" + i)
                            .uncaughtExceptionHandler(
                                    (_, thrown) -> failure.compareAndSet(null, thrown))
                            .start(() -> work.run(own)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A request failed.", failure.get());
        }
    }
}
