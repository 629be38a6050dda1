package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.EventListener;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.load.OpenLoop;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Memory;
import dev.daybook.bench.measure.Timing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What it takes to have thousands listen, each to an account of its own, and how soon they hear of
 * what happens to it.
 *
 * @param connections so many accounts there are too
 * @param rate commands a second, of which each is heard by two
 */
public record Live(int connections, int rate, Timing timing) {

    private static final int SENDS_A_SECOND = 20;
    private static final Duration OPEN_MAX = Duration.ofMinutes(2);
    private static final Duration HEARD_MAX = Duration.ofSeconds(30);

    public void run(Figures figures) throws InterruptedException {
        try (ServerProcess server = ServerProcess.start();
                Client client = new Client(server.address(), server.token())) {
            client.open(connections);
            Transfers transfers = new Transfers(Pattern.SPREAD, connections, Write.SEED);
            send(client, transfers, timing.warmUp());
            Memory.Taken before = Memory.takenBy(server.pid());
            Latencies heard = new Latencies();
            List<EventListener> listeners = listen(server, heard);
            try {
                Memory.Taken idle = Memory.takenBy(server.pid());
                figures.count("connections", connections, "streams");
                figures.add(
                        "heap",
                        (idle.heapBytes() - before.heapBytes()) / 1024.0 / connections,
                        "KB/stream");
                figures.add(
                        "resident",
                        (idle.residentBytes() - before.residentBytes()) / 1024.0 / connections,
                        "KB/stream");
                long sent = send(client, transfers, timing.window());
                awaitHeard(heard, 2 * sent);
                figures.count("heard", heard.count(), "events");
                heard.report(figures.of("lag"));
            } finally {
                listeners.forEach(EventListener::close);
            }
            server.verify();
        }
    }

    private List<EventListener> listen(ServerProcess server, Latencies heard)
            throws InterruptedException {
        String token = server.token();
        CountDownLatch open = new CountDownLatch(connections);
        List<EventListener> listeners = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            listeners.add(
                    new EventListener(
                            server.address(),
                            token,
                            TestBank.account(i),
                            open,
                            lag -> heard.add(Math.max(0, lag.toNanos()))));
        }
        if (!open.await(OPEN_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " streams did not open.");
        }
        return listeners;
    }

    /** Sends in pieces, so that sending takes little of the processors; how many. */
    private long send(Client client, Transfers transfers, Duration length)
            throws InterruptedException {
        LongAdder sent = new LongAdder();
        int together = Math.max(1, rate / SENDS_A_SECOND);
        OpenLoop.run(
                SENDS_A_SECOND,
                length,
                _ -> sent.add(client.batch(ClosedRequests.lines(transfers, together))));
        return sent.sum();
    }

    /** A transfer is an event of two accounts. */
    private static void awaitHeard(Latencies heard, long events) throws InterruptedException {
        long deadline = System.nanoTime() + HEARD_MAX.toNanos();
        while (heard.count() < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Of " + events + " events " + heard.count() + " were heard.");
            }
            Thread.sleep(10);
        }
    }
}
