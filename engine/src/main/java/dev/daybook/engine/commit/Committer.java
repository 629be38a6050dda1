package dev.daybook.engine.commit;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The single writer of a book on this node. Commands wait in a bounded inbox; one thread takes all
 * that wait, decides them in order and commits them in one transaction. While one batch is at the
 * store the next one gathers, so batching needs no timer and an idle book answers in the time of
 * one commit.
 *
 * <p>When the store fails, the batch is tried again; since it is then unknown whether the first
 * attempt was committed, commands found recorded are answered from the record. When it keeps
 * failing, each command is answered with {@link OutcomeUnknownException}, never with silence.
 */
public final class Committer<C, S, E> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    /** Behind another node by more than this, the cache is dropped rather than caught up. */
    private static final int CATCH_UP_EVENTS_MAX = 10_000;

    /**
     * How long the writer waits for a command before it looks whether it should stop, in
     * milliseconds.
     */
    private static final long IDLE_MILLIS = 100;

    private final Domain<C, S, E> domain;
    private final WriteStore<S> store;
    private final InstantSource clock;
    private final CommitLimits limits;
    private final CommitListener listener;
    private final BlockingQueue<Waiting<C, S, E>> inbox;
    private final Map<UUID, Submission<C>> pending = new ConcurrentHashMap<>();
    private final EntityCache<S> cache;
    private final Thread writer;
    private long cachedPosition = -1;
    private volatile boolean closing;

    /** A command and whoever waits for its answer. */
    record Waiting<C, S, E>(Submission<C> submission, CompletableFuture<Receipt<S, E>> answer) {}

    public Committer(
            Domain<C, S, E> domain,
            WriteStore<S> store,
            InstantSource clock,
            CommitLimits limits,
            CommitListener listener) {
        this.domain = domain;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.listener = listener;
        this.inbox = new ArrayBlockingQueue<>(limits.inboxMax());
        this.cache = new EntityCache<>(limits.cacheEntitiesMax());
        this.writer = Thread.ofPlatform().name("daybook-committer").unstarted(this::run);
    }

    public void start() {
        writer.start();
    }

    /**
     * Takes a command in.
     *
     * @return completes when the outcome is durable; exceptionally with {@link
     *     OutcomeUnknownException} when the store kept failing
     * @throws OverloadedException when the inbox is full; nothing was done
     */
    public CompletableFuture<Receipt<S, E>> submit(Submission<C> submission) {
        CompletableFuture<Receipt<S, E>> answer = new CompletableFuture<>();
        pending.put(submission.id(), submission);
        if (closing || !inbox.offer(new Waiting<>(submission, answer))) {
            pending.remove(submission.id());
            throw new OverloadedException(inbox.size());
        }
        if (closing && !writer.isAlive()) {
            refuseTheRest(); // the writer may have stopped between the check and the offer
        }
        return answer;
    }

    /** A command that was taken in and is not decided yet, or null. */
    public @Nullable Submission<C> pending(UUID command) {
        return pending.get(command);
    }

    /** Commands that wait now. */
    public int waiting() {
        return inbox.size();
    }

    /** Takes no more commands, finishes those that wait, and stops. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        refuseTheRest();
    }

    private void run() {
        Deque<Waiting<C, S, E>> batch = new ArrayDeque<>();
        while (!closing || !inbox.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    Waiting<C, S, E> first = inbox.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                }
                inbox.drainTo(batch, Math.max(0, limits.batchCommandsMax() - batch.size()));
                commit(batch);
            } catch (InterruptedException interrupted) {
                closing = true;
            } catch (RuntimeException defect) {
                log.error(
                        "The committer failed on a batch of {} commands; each is answered as"
                                + " unknown.",
                        batch.size(),
                        defect);
                forgetEverything();
                fail(batch, defect);
            }
        }
    }

    /** Commits as much of the batch as one transaction takes, and removes it from the batch. */
    private void commit(Deque<Waiting<C, S, E>> batch) throws InterruptedException {
        long pauseMillis = limits.retryPauseMillis();
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(batch, attempt > 1);
                return;
            } catch (StorageException failure) {
                forgetEverything();
                if (attempt >= limits.attemptsMax()) {
                    log.error(
                            "The store failed {} times; {} commands are answered as unknown.",
                            attempt,
                            batch.size(),
                            failure);
                    fail(batch, failure);
                    return;
                }
                log.warn(
                        "The store failed (attempt {} of {}): {}",
                        attempt,
                        limits.attemptsMax(),
                        failure.getMessage());
                Thread.sleep(pauseMillis);
                pauseMillis *= 2;
            }
        }
    }

    private void attempt(Deque<Waiting<C, S, E>> batch, boolean again) {
        BatchDecision<C, S, E> decision;
        try (WriteStore.Transaction<S> transaction = store.begin()) {
            Head head = transaction.head();
            catchUp(transaction, head);
            decision = new BatchDecision<>(domain, limits, clock, head, transaction, cache, again);
            decision.decide(batch);
            if (decision.writesAnything()) {
                transaction.write(decision.batch());
                transaction.commit();
            }
        }
        cachedPosition = decision.position();
        decision.remember(cache);
        tell(decision);
        for (int i = 0; i < decision.answered(); i++) {
            Waiting<C, S, E> waiting = batch.removeFirst();
            pending.remove(waiting.submission().id());
            waiting.answer().complete(decision.receipt(i));
        }
    }

    /** The batch is durable by now: whatever a listener does wrong, its commands are answered. */
    private void tell(BatchDecision<C, S, E> decision) {
        try {
            listener.committed(decision.events(), decision.answered());
        } catch (RuntimeException defect) {
            log.error("A listener failed after a commit; the commit stands.", defect);
        }
    }

    /** Brings the cache to the head, when another node has written since. */
    private void catchUp(WriteStore.Transaction<S> transaction, Head head) {
        if (cachedPosition < 0 || head.position() - cachedPosition > CATCH_UP_EVENTS_MAX) {
            cache.clear();
        } else if (head.position() < cachedPosition) {
            throw new IllegalStateException(
                    "The journal ends at "
                            + head.position()
                            + ", before "
                            + cachedPosition
                            + " that was committed here: it is not the same book.");
        } else if (head.position() > cachedPosition) {
            transaction
                    .eventsAfter(cachedPosition, CATCH_UP_EVENTS_MAX)
                    .forEach(this::applyToCache);
        }
        cachedPosition = head.position();
    }

    private void applyToCache(RecordedEvent recorded) {
        EntityId entity = recorded.entity();
        Versioned<S> known = cache.get(entity);
        if (known == null || known.version() != recorded.version() - 1) {
            cache.forget(entity);
            return;
        }
        try {
            E event =
                    domain.events().decode(recorded.type(), recorded.schema(), recorded.payload());
            cache.put(
                    entity,
                    new Versioned<>(
                            domain.decider().evolve(known.state(), event), recorded.version()));
        } catch (MalformedEventException unreadable) {
            cache.forget(entity); // written by a node with newer contracts; the store has the state
        }
    }

    private void forgetEverything() {
        cache.clear();
        cachedPosition = -1;
    }

    private void fail(Deque<Waiting<C, S, E>> batch, Throwable cause) {
        List<Waiting<C, S, E>> unanswered = new ArrayList<>(batch);
        batch.clear();
        for (Waiting<C, S, E> waiting : unanswered) {
            pending.remove(waiting.submission().id());
            waiting.answer().completeExceptionally(new OutcomeUnknownException(cause));
        }
    }

    private void refuseTheRest() {
        for (Waiting<C, S, E> left = inbox.poll(); left != null; left = inbox.poll()) {
            pending.remove(left.submission().id());
            left.answer().completeExceptionally(new OverloadedException(0));
        }
    }
}
