package dev.daybook.bench.workload;

import dev.daybook.bench.http.Client;
import dev.daybook.bench.http.Operator;
import dev.daybook.bench.load.OpenLoop;
import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;
import dev.daybook.bench.measure.Timing;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long after it was committed a command is visible in each view, at a fixed rate that does not
 * wait for answers. Commands are sent a hundred times a second, as many together as the rate asks
 * for; the last of every fifth is asked about afterwards, with what the service itself knows of its
 * stages: to ask costs about as much as to do.
 */
record StackLag(Client client, Operator operator, int accounts, int rate, Timing timing) {

    private static final int SENDS_A_SECOND = 100;
    private static final int ASKED_EVERY = 5;
    private static final int SENDERS = 4;

    /** What has been visible for longer may have been forgotten. */
    private static final Duration ASKED_AFTER = Duration.ofSeconds(1);

    private static final Duration VISIBLE_MAX = Duration.ofSeconds(60);
    private static final long ASK_AGAIN_MILLIS = 200;

    /** A batch and when it was to be sent; none when there is nothing more to send. */
    private record Due(long number, long meant, @Nullable List<String> lines) {}

    /** A command that was answered. */
    private record Sent(@Nullable String command, long answered) {}

    void run(Figures figures) throws InterruptedException {
        long measuredFrom = System.nanoTime() + timing.warmUp().toNanos();
        Latencies answers = new Latencies();
        Map<String, Latencies> views = new TreeMap<>();
        LongAdder forgotten = new LongAdder();
        BlockingQueue<Due> due = new LinkedBlockingQueue<>();
        BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        List<Runnable> pieces = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            pieces.add(() -> send(due, sent, answers, measuredFrom));
        }
        pieces.add(() -> ask(sent, views, forgotten, measuredFrom));
        Together.run(
                pieces,
                () -> {
                    Transfers transfers =
                            new Transfers(Pattern.SPREAD, accounts, Write.SEED + rate);
                    AtomicLong number = new AtomicLong();
                    OpenLoop.run(
                            SENDS_A_SECOND,
                            timing.warmUp().plus(timing.window()),
                            meant ->
                                    due.add(
                                            new Due(
                                                    number.incrementAndGet(),
                                                    meant,
                                                    ClosedRequests.lines(
                                                            transfers, rate / SENDS_A_SECOND))));
                    due.add(new Due(0, 0, null));
                });
        answers.report(figures.of("answer"));
        views.forEach((view, lags) -> lags.report(figures.of(view)));
        figures.count("forgotten", forgotten.sum(), "moments");
    }

    private void send(
            BlockingQueue<Due> due, BlockingQueue<Sent> sent, Latencies answers, long from) {
        try {
            Due next = due.take();
            while (next.lines != null) {
                String command = client.lastOf(next.lines);
                long now = System.nanoTime();
                if (next.meant >= from) {
                    answers.add(now - next.meant);
                }
                if (next.number % ASKED_EVERY == 0) {
                    sent.add(new Sent(command, now));
                }
                next = due.take();
            }
            due.add(next); // for the others
            sent.add(new Sent(null, 0));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(
            BlockingQueue<Sent> sent,
            Map<String, Latencies> views,
            LongAdder forgotten,
            long from) {
        try {
            for (int ended = 0; ended < SENDERS; ) {
                Sent next = sent.take();
                if (next.command == null) {
                    ended++;
                } else if (next.answered >= from) {
                    sleepUntil(next.answered + ASKED_AFTER.toNanos());
                    note(visible(next.command), views, forgotten);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks until every view shows it, or has forgotten since when. */
    private JsonNode visible(String command) throws InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_MAX.toNanos();
        while (true) {
            JsonNode explained = operator.command(command);
            boolean isOnItsWay = false;
            for (JsonNode stage : explained.path("stages")) {
                isOnItsWay |= stage.path("note").asString("").equals("not yet");
            }
            if (!isOnItsWay) {
                return explained;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("A command is not visible after a minute.");
            }
            Thread.sleep(ASK_AGAIN_MILLIS);
        }
    }

    private static void note(
            JsonNode explained, Map<String, Latencies> views, LongAdder forgotten) {
        Instant decided = null;
        for (JsonNode stage : explained.path("stages")) {
            JsonNode at = stage.path("at");
            if (stage.path("stage").asString().equals("decided")) {
                decided = Instant.parse(at.asString());
            } else if (decided != null && stage.hasNonNull("view")) {
                if (at.isNull() || at.isMissingNode()) {
                    forgotten.increment();
                } else {
                    Duration lag = Duration.between(decided, Instant.parse(at.asString()));
                    views.computeIfAbsent(stage.path("view").asString(), _ -> new Latencies())
                            .add(Math.max(0, lag.toNanos()));
                }
            }
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }
}
