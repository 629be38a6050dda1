package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;

import tools.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that move money among a few accounts, one transfer at a time and in batches, through one
 * node or several. What is not answered, or not finally, they send again with the same key, as a
 * careful client does; any answer but a success or one that says to try again is a surprise.
 */
final class TransferLoad {

    private static final int SINGLES_AT_ONCE = 6;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int BATCH_LINES = 150;
    private static final int ACCOUNTS = 8;
    private static final String OPENING = "100000.00";
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(90);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What a client may be told when something is wrong with the service, and not with it. */
    private static final Set<String> TRY_AGAIN =
            Set.of("unavailable", "outcome-unknown", "overloaded", "idempotency-key-in-progress");

    private final List<String> accounts = new ArrayList<>();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger putOff = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final long pauseNanosEach;
    private volatile boolean stopped = true;

    /** As fast as the answers come. */
    TransferLoad(Bank bank) {
        this(bank, 0);
    }

    private TransferLoad(Bank bank, long pauseNanosEach) {
        this.pauseNanosEach = pauseNanosEach;
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(bank.accountWith(OPENING));
        }
    }

    /** At most so many transfers a second. */
    static TransferLoad upTo(int perSecond, Bank bank) {
        int clients = SINGLES_AT_ONCE + BATCHES_AT_ONCE;
        return new TransferLoad(bank, TimeUnit.SECONDS.toNanos(clients) / perSecond);
    }

    List<String> accounts() {
        return accounts;
    }

    /** What was sent since this was asked last. */
    List<Sent> takeSent() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Transfers that were answered as committed. */
    int answered() {
        return answered.get();
    }

    /** Requests that got a clear answer to try again later. */
    int putOff() {
        return putOff.get();
    }

    /** The longest that anybody waited for any answer. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Starts clients, in turn on one node and the next. */
    void start(long seed, Api... nodes) {
        stopped = false;
        for (int i = 0; i < SINGLES_AT_ONCE + BATCHES_AT_ONCE; i++) {
            Api node = nodes[i % nodes.length];
            Random random = new Random(seed * 100 + i);
            boolean batches = i >= SINGLES_AT_ONCE;
            clients.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    work(node, random, batches ? BATCH_LINES : 1);
                                } catch (RuntimeException | AssertionError unexpected) {
                                    surprises.add(unexpected.toString());
                                }
                            }));
        }
    }

    /** Lets every client finish the request it waits for, and no other. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
        clients.clear();
        assertThat(surprises).as("answers that nobody should get").isEmpty();
    }

    /** Waits until so many more have been answered. */
    void awaitAnswered(int more) {
        int wanted = answered.get() + more;
        Eventually.holds(PROGRESS_MAX, () -> answered.get() >= wanted || !surprises.isEmpty());
    }

    /** Waits until so many more requests have been put off. */
    void awaitPutOff(int more) {
        int wanted = putOff.get() + more;
        Eventually.holds(PROGRESS_MAX, () -> putOff.get() >= wanted || !surprises.isEmpty());
    }

    /** Waits until nothing has been answered for so long. */
    void awaitSilence(Duration silence) {
        AtomicInteger last = new AtomicInteger(-1);
        AtomicLong sinceNanos = new AtomicLong();
        Eventually.holds(
                PROGRESS_MAX,
                () -> {
                    int now = answered.get();
                    if (last.getAndSet(now) != now) {
                        sinceNanos.set(System.nanoTime());
                    }
                    return System.nanoTime() - sinceNanos.get() >= silence.toNanos();
                });
    }

    private void work(Api node, Random random, int count) {
        List<Sent> open = new ArrayList<>();
        while (!stopped) {
            if (open.isEmpty()) {
                for (int i = 0; i < count; i++) {
                    open.add(transfer(random));
                }
                sent.addAll(open);
            }
            long started = System.nanoTime();
            try {
                if (count == 1) {
                    single(node, open.getFirst());
                } else {
                    batch(node, open);
                }
            } catch (UncheckedIOException lost) {
                // the connection; whether it was done is found out by sending it again
            }
            slowestNanos.accumulateAndGet(System.nanoTime() - started, Math::max);
            open.removeIf(Sent::isAcknowledged);
            pause(open.isEmpty() ? count * pauseNanosEach : PAUSE_NANOS);
        }
    }

    /** Ends early when the load is stopped. */
    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !stopped) {
            LockSupport.parkNanos(Math.min(left, PAUSE_NANOS));
            left = end - System.nanoTime();
        }
    }

    private Sent transfer(Random random) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return new Sent(accounts.get(from), accounts.get(to), 10 + random.nextInt(90));
    }

    private void single(Api node, Sent transfer) {
        Answer answer =
                node.post("/v1/transfers", transfer.body(), "Idempotency-Key", transfer.key);
        if (answer.status() == 201) {
            acknowledge(transfer, answer.command(), answer.position());
        } else {
            tryAgain(answer);
        }
    }

    private void batch(Api node, List<Sent> transfers) {
        Answer answer =
                node.batch(
                        String.join(
                                "\n",
                                transfers.stream().map(each -> Json.write(each.line())).toList()));
        if (answer.status() != 200) {
            tryAgain(answer);
            return;
        }
        List<JsonNode> lines = answer.lines();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            if (Json.text(line, "status").equals("committed")) {
                acknowledge(
                        transfers.get(i),
                        UUID.fromString(Json.text(line, "command")),
                        line.path("position").asLong());
            } else {
                String type = Json.text(line, "problem.type");
                tryAgain(type.substring(type.lastIndexOf('/') + 1), line.toString());
            }
        }
    }

    private void acknowledge(Sent transfer, UUID command, long position) {
        transfer.acknowledge(command, position);
        answered.incrementAndGet();
    }

    private void tryAgain(Answer answer) {
        String slug = answer.slug();
        if (answer.status() == 503) {
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        }
        tryAgain(slug, answer.toString());
    }

    private void tryAgain(String slug, String answer) {
        if (TRY_AGAIN.contains(slug)) {
            putOff.incrementAndGet();
        } else {
            surprises.add(answer);
        }
    }
}
