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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Transfers over HTTP against a server in a process of its own, with all its views: one a request
 * over so many connections, one at a time, at a fixed rate, and in batches.
 *
 * @param connections requests under way at any time
 * @param rate requests a second of the run at a fixed rate
 */
public record Http(int accounts, int connections, int rate, Timing timing) {

    private static final int BATCHES_AT_ONCE = 2;

    /** How many times the usual warm-up a server gets that has just been started. */
    private static final int FRESH = 3;

    /** A transfer and when it is to be sent; none when there is nothing more to send. */
    private record Due(long meant, Transfers.@Nullable Transfer transfer) {}

    public void run(Figures figures) throws InterruptedException {
        try (ServerProcess server = ServerProcess.start();
                Client client = new Client(server.address(), server.token())) {
            client.open(accounts);
            // The server's JVM is a fresh one, and compiles for a while what it runs.
            Timing fresh = new Timing(timing.warmUp().multipliedBy(FRESH), timing.warmUp());
            ClosedRequests.Work single = ClosedRequests.singles(client);
            closed(server, connections, single, fresh);
            closed(server, connections, single, timing).report(figures.of("single"));
            closed(server, 1, single, timing).report(figures.of("alone"));
            open(server, client).report(figures.of("rate-" + rate));
            closed(server, BATCHES_AT_ONCE, ClosedRequests.batches(client), timing)
                    .report(figures.of("batch"));
            server.verify();
        }
    }

    private Requests closed(
            ServerProcess server, int threads, ClosedRequests.Work work, Timing length)
            throws InterruptedException {
        return ClosedRequests.run(server, accounts, threads, work, length);
    }

    /** A request that finds no connection free waits for one, and its latency tells so. */
    private Requests open(ServerProcess server, Client client) throws InterruptedException {
        Requests requests = new Requests(server, timing);
        Transfers transfers = new Transfers(Pattern.SPREAD, accounts, Write.SEED + 1);
        BlockingQueue<Due> due = new LinkedBlockingQueue<>();
        List<Runnable> each = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            each.add(() -> sendDue(client, due, requests));
        }
        each.add(() -> {
            OpenLoop.run(
                    rate,
                    timing.warmUp().plus(timing.window()),
                    meant -> due.add(new Due(meant, transfers.next())));
            due.add(new Due(0, null));
        });
        Together.run(each, requests::observe);
        return requests;
    }

    private static void sendDue(Client client, BlockingQueue<Due> due, Requests requests) {
        try {
            Due next = due.take();
            while (next.transfer != null) {
                requests.answered(next.meant, client.transfer(next.transfer));
                next = due.take();
            }
            due.add(next); // for the others
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
