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
 * What the single writer of a book does, step by step and without a thread: commands wait in a
 * bounded inbox, and each step decides all that wait and tries to commit them in one transaction.
 * {@link Committer} drives it with a thread, the simulator with a seed.
 *
 * <p>When the store fails, the batch is tried again; since it is then unknown whether the first
 * attempt was committed, commands found recorded are answered from the record. When it keeps
 * failing, each command is answered with {@link OutcomeUnknownException}, never with silence.
 *
 * <p>{@link #submit}, {@link #pending}, {@link #waiting} and {@link #close} may be called by any
 * thread, everything else by one.
 */
public final class CommitLine<C, S, E> {

    private static final Logger log = LoggerFactory.getLogger(CommitLine.class);

    /** Behind another node by more than this, the cache is dropped rather than caught up. */
    private static final int CATCH_UP_EVENTS_MAX = 10_000;

    private final Domain<C, S, E> domain;
    private final WriteStore<S> store;
    private final InstantSource clock;
    private final CommitLimits limits;
    private final CommitListener listener;
    private final BlockingQueue<Waiting<C, S, E>> inbox;
    private final Map<UUID, Submission<C>> pending = new ConcurrentHashMap<>();
    private final EntityCache<S> cache;
    private final Deque<Waiting<C, S, E>> batch = new ArrayDeque<>();
    private int failures;
    private long cachedPosition = -1;
    private volatile boolean closed;

    /** What a step came to, and so what is to be done before the next one. */
    public sealed interface Next {

        /** Nothing waited. */
        record Idle() implements Next {}

        /** Commands were answered; more may wait. */
        record GoOn() implements Next {}

        /** The store failed; the same batch is tried again after a pause in milliseconds. */
        record Retry(long pauseMillis) implements Next {}
    }

    /** A command and whoever waits for its answer. */
    record Waiting<C, S, E>(Submission<C> submission, CompletableFuture<Receipt<S, E>> answer) {}

    public CommitLine(
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
        if (closed || !inbox.offer(new Waiting<>(submission, answer))) {
            pending.remove(submission.id());
            throw new OverloadedException(inbox.size());
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

    /** Takes no more commands in; those that wait are still decided by further steps. */
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether there is anything left to decide. */
    boolean hasWork() {
        return !batch.isEmpty() || !inbox.isEmpty();
    }

    /** Waits for a command, at most so many milliseconds; false when none came. */
    boolean await(long millis) throws InterruptedException {
        if (batch.isEmpty()) {
            Waiting<C, S, E> first = inbox.poll(millis, TimeUnit.MILLISECONDS);
            if (first == null) {
                return false;
            }
            batch.add(first);
        }
        return true;
    }

    /** Takes what waits and tries once to commit as much of it as one transaction takes. */
    public Next step() {
        if (failures == 0) { // a batch that is tried again stays as it was
            inbox.drainTo(batch, Math.max(0, limits.batchCommandsMax() - batch.size()));
        }
        if (batch.isEmpty()) {
            return new Next.Idle();
        }
        try {
            attempt();
            failures = 0;
            return new Next.GoOn();
        } catch (StorageException failure) {
            return failed(failure);
        } catch (RuntimeException defect) {
            log.error(
                    "The committer failed on a batch of {} commands; each is answered as unknown.",
                    batch.size(),
                    defect);
            giveUp(defect);
            return new Next.GoOn();
        }
    }

    private Next failed(StorageException failure) {
        failures++;
        if (failures >= limits.attemptsMax()) {
            log.error(
                    "The store failed {} times; {} commands are answered as unknown.",
                    failures,
                    batch.size(),
                    failure);
            giveUp(failure);
            return new Next.GoOn();
        }
        log.warn(
                "The store failed (attempt {} of {}): {}",
                failures,
                limits.attemptsMax(),
                failure.getMessage());
        forgetEverything();
        return new Next.Retry(limits.retryPauseMillis() << (failures - 1));
    }

    private void attempt() {
        BatchDecision<C, S, E> decision;
        try (WriteStore.Transaction<S> transaction = store.begin()) {
            decision = decide(transaction);
            write(transaction, decision);
        }
        answer(decision);
    }

    private BatchDecision<C, S, E> decide(WriteStore.Transaction<S> transaction) {
        Head head = transaction.head();
        catchUp(transaction, head);
        BatchDecision<C, S, E> decision =
                new BatchDecision<>(domain, limits, clock, head, transaction, cache, failures > 0);
        decision.decide(batch);
        return decision;
    }

    private void write(WriteStore.Transaction<S> transaction, BatchDecision<C, S, E> decision) {
        if (decision.writesAnything()) {
            transaction.write(decision.batch());
            transaction.commit();
        }
    }

    /** The batch is durable by now. */
    private void answer(BatchDecision<C, S, E> decision) {
        cachedPosition = decision.position();
        decision.remember(cache);
        tell(decision);
        for (int i = 0; i < decision.answered(); i++) {
            Waiting<C, S, E> waiting = batch.removeFirst();
            pending.remove(waiting.submission().id());
            waiting.answer().complete(decision.receipt(i));
        }
    }

    /** Whatever a listener does wrong, the commands of the batch are answered. */
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

    /** Answers the whole batch as unknown. */
    private void giveUp(Throwable cause) {
        failures = 0;
        forgetEverything();
        List<Waiting<C, S, E>> unanswered = new ArrayList<>(batch);
        batch.clear();
        for (Waiting<C, S, E> waiting : unanswered) {
            pending.remove(waiting.submission().id());
            waiting.answer().completeExceptionally(new OutcomeUnknownException(cause));
        }
    }

    /** Once no further step will be taken: nobody is left without an answer. */
    void refuseTheRest() {
        for (Waiting<C, S, E> left = inbox.poll(); left != null; left = inbox.poll()) {
            pending.remove(left.submission().id());
            left.answer().completeExceptionally(new OverloadedException(0));
        }
    }
}
