package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.Operator;
import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.http.StackProcesses;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Timing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server on Kafka, Elasticsearch, Redis and a second PostgreSQL, all on this machine: how fast
 * each gets what is recorded, how far behind each is at a steady rate, and what all of it takes
 * from writing.
 *
 * @param events as many as this are recorded before the servers have any of it
 * @param rates commands a second at which lag is measured
 */
public record Stack(int accounts, int events, List<Integer> rates, Timing timing) {

    /** A transfer makes so many. */
    private static final int EVENTS_A_TRANSFER = 3;

    private static final int FILLED_AT_ONCE = 2_000;
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final Duration CAUGHT_UP_MAX = Duration.ofMinutes(20);

    public void run(Figures figures) throws InterruptedException {
        try (StackProcesses stack = StackProcesses.start()) {
            List<Long> embedded = fill(stack, figures);
            List<String> options = List.of("--config", stack.configuration().toString());
            try (ServerProcess server = ServerProcess.startOn(stack.data(), options);
                    Client client = new Client(server.address(), server.token());
                    Operator operator = new Operator(server.address(), server.token())) {
                catchUp(operator, figures.of("catch-up"));
                Questions questions = new Questions(operator, accounts, timing);
                if (!questions.ask(figures.of("search-elasticsearch")).equals(embedded)) {
                    throw new IllegalStateException("The two indexes found different numbers.");
                }
                for (int rate : rates) {
                    new StackLag(client, operator, accounts, rate, timing)
                            .run(figures.of("lag-" + rate));
                }
            }
            new Isolation(stack, accounts, timing).run(figures);
        }
    }

    /**
     * Records events where nothing but the journal and the embedded views has them, and searches
     * there; how many documents each question found.
     */
    private List<Long> fill(StackProcesses stack, Figures figures) throws InterruptedException {
        try (ServerProcess server = ServerProcess.startOn(stack.data(), List.of());
                Client client = new Client(server.address(), server.token());
                Operator operator = new Operator(server.address(), server.token())) {
            client.open(accounts);
            Transfers transfers = new Transfers(Pattern.SPREAD, accounts, Write.SEED);
            for (int left = events / EVENTS_A_TRANSFER; left > 0; left -= FILLED_AT_ONCE) {
                int count = Math.min(left, FILLED_AT_ONCE);
                if (client.batch(ClosedRequests.lines(transfers, count)) != count) {
                    throw new IllegalStateException("Not all transfers were committed.");
                }
            }
            awaitLive(operator);
            return new Questions(operator, accounts, timing).ask(figures.of("search-embedded"));
        }
    }

    /** What there is goes to Kafka, and from there to every view, all at the same time. */
    private static void catchUp(Operator operator, Figures figures) throws InterruptedException {
        long head = operator.head();
        Map<String, Course> courses = new HashMap<>();
        long deadline = System.nanoTime() + CAUGHT_UP_MAX.toNanos();
        while (true) {
            long now = System.nanoTime();
            Map<String, Long> positions = positions(operator);
            positions.forEach((name, position) ->
                    courses.computeIfAbsent(name, _ -> new Course(now, position))
                            .at(now, position, head));
            if (courses.values().stream().allMatch(Course::isOver)) {
                break;
            }
            if (now > deadline) {
                throw new IllegalStateException("After 20 minutes it is still behind.");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        courses.forEach((name, course) -> course.report(name, figures));
    }

    private static Map<String, Long> positions(Operator operator) {
        Map<String, Long> positions = new HashMap<>();
        positions.put("kafka", Math.max(0, operator.relayed()));
        operator.views().forEach(view -> positions.put(view.name(), view.position()));
        return positions;
    }

    /** From where something was first seen to the end. */
    private static final class Course {

        private final long startNanos;
        private final long start;
        private long endNanos;
        private long end;

        Course(long nowNanos, long position) {
            this.startNanos = nowNanos;
            this.start = position;
        }

        void at(long nowNanos, long position, long head) {
            if (!isOver() && position >= head) {
                endNanos = nowNanos;
                end = head;
            }
        }

        boolean isOver() {
            return endNanos != 0;
        }

        void report(String name, Figures figures) {
            if (endNanos > startNanos) {
                figures.rate(name, end - start, Duration.ofNanos(endNanos - startNanos), "events");
            }
        }
    }

    static void awaitLive(Operator operator) throws InterruptedException {
        long head = operator.head();
        long deadline = System.nanoTime() + CAUGHT_UP_MAX.toNanos();
        List<Operator.View> behind = new ArrayList<>(operator.views());
        while (!behind.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("After 20 minutes a view is still behind.");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
            behind.clear();
            operator.views().stream().filter(view -> view.position() < head).forEach(behind::add);
        }
    }
}
