package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Timing;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests of which as many are under way as there are threads: the next goes out as one is
 * answered.
 */
final class ClosedRequests {

    private static final int BATCH_LINES = 2_000;

    private ClosedRequests() {}

    /** Sends transfers until a run is over. */
    interface Work {
        void run(Transfers own, Requests requests);
    }

    static Requests run(ServerProcess server, int accounts, int threads, Work work, Timing timing)
            throws InterruptedException {
        Requests requests = new Requests(server, timing);
        Transfers all = new Transfers(Pattern.SPREAD, accounts, Write.SEED);
        List<Runnable> each = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Transfers own = all.others();
            each.add(() -> work.run(own, requests));
        }
        Together.run(each, requests::observe);
        return requests;
    }

    static Work singles(Client client) {
        return (own, requests) -> {
            while (!requests.isOver()) {
                long start = System.nanoTime();
                requests.answered(start, client.transfer(own.next()));
            }
        };
    }

    static Work batches(Client client) {
        return (own, requests) -> {
            while (!requests.isOver()) {
                List<String> lines = lines(own, BATCH_LINES);
                long start = System.nanoTime();
                long committed = client.batch(lines);
                requests.answered(start, committed, BATCH_LINES - committed);
            }
        };
    }

    /** So many transfers as lines of a batch. */
    static List<String> lines(Transfers transfers, int count) {
        List<String> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(Client.line(transfers.next()));
        }
        return lines;
    }
}
