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
import java.util.Collection;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the single writer of a book does, step by step and without a thread: commands wait in a
 * bounded inbox, and each step decides all that wait once it has the lock, and tries to commit them
 * in one transaction. While a batch is at the store, the next can be decided ahead, on the head
 * that the batch will leave behind. {@link Committer} drives it with two threads, the simulator
 * with a seed.
 *
 * <p>A decision made ahead is a guess: it is written only when, under the lock, the head is the one
 * it follows. Otherwise it is thrown away and its commands are decided again under the lock.
 *
 * <p>When the store fails, the batch is tried again; since it is then unknown whether the first
 * attempt was committed, commands found recorded are answered from the record. When it keeps
 * failing, each command is answered with {@link OutcomeUnknownException}, never with silence.
 *
 * <p>{@link #submit}, {@link #pending}, {@link #waiting}, {@link #isBusy} and {@link #close} may be
 * called by any thread; {@link #step} by one, and {@link #decideAhead} by another.
 */
public final class CommitLine<C, S, E> {

    private static final Logger log = LoggerFactory.getLogger(CommitLine.class);

    /** Behind another node by more than this, the cache is dropped rather than caught up. */
    private static final int CATCH_UP_EVENTS_MAX = 10_000;

    /**
     * Decided ahead in one go, in commands. The writer may have to wait for so many when it comes
     * back from the store.
     */
    private static final int AHEAD_COMMANDS_MAX = 512;

    private final Domain<C, S, E> domain;
    private final WriteStore<S> store;
    private final InstantSource clock;
    private final CommitLimits limits;
    private final CommitListener listener;
    private final Runnable batchIsAtTheStore;
    private final Inbox<C, S, E> inbox;

    /**
     * Held by whoever decides, and so whenever one of the fields up to {@link #settled} is used.
     */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Taken from the inbox and not decided; before everything in the inbox. */
    private final Deque<Waiting<C, S, E>> backlog = new ArrayDeque<>();

    /** What {@link #settled} says is known of entities; nothing else. */
    private final EntityCache<S> cache;

    /** Being written, or null. */
    private @Nullable BatchDecision<C, S, E> writing;

    /** Decided ahead, to be written after {@link #writing}, or null. */
    private @Nullable BatchDecision<C, S, E> ahead;

    /** Nothing is decided ahead after that has failed, until a batch is durable. */
    private boolean blind;

    /** The head that is known to be durable, or null. */
    private @Nullable Head settled;

    /** To be decided under the lock; of the thread that takes the steps. */
    private final Deque<Waiting<C, S, E>> batch = new ArrayDeque<>();

    private int failures;

    /** What a step came to, and so what is to be done before the next one. */
    public sealed interface Next {

        /** Nothing waited. */
        record Idle() implements Next {}

        /** Commands were answered; more may wait. */
        record GoOn() implements Next {}

        /** The store failed; the same batch is tried again after a pause in milliseconds. */
        record Retry(long pauseMillis) implements Next {}
    }

    /**
     * @param batchIsAtTheStore called when the next batch can be decided ahead
     */
    public CommitLine(
            Domain<C, S, E> domain,
            WriteStore<S> store,
            InstantSource clock,
            CommitLimits limits,
            CommitListener listener,
            Runnable batchIsAtTheStore) {
        this.domain = domain;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.listener = listener;
        this.batchIsAtTheStore = batchIsAtTheStore;
        this.inbox = new Inbox<>(limits.inboxMax());
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
        return inbox.submit(submission);
    }

    /** A command that was taken in and is not decided yet, or null. */
    public @Nullable Submission<C> pending(UUID command) {
        return inbox.pending(command);
    }

    /** Commands that wait now. */
    public int waiting() {
        return inbox.size();
    }

    /** Whether a command was taken in that is not answered yet. */
    public boolean isBusy() {
        return !inbox.isSettled();
    }

    /** Takes no more commands in; those that wait are still decided by further steps. */
    public void close() {
        inbox.close();
    }

    public boolean isClosed() {
        return inbox.isClosed();
    }

    /** Whether there is anything left to decide or to write. */
    boolean hasWork() {
        turn.lock();
        try {
            return ahead != null || !batch.isEmpty() || !backlog.isEmpty() || inbox.size() > 0;
        } finally {
            turn.unlock();
        }
    }

    /** Waits for a command, at most so many milliseconds; false when none came. */
    boolean await(long millis) throws InterruptedException {
        if (hasWork()) {
            return true;
        }
        Waiting<C, S, E> first = inbox.poll(millis);
        if (first == null) {
            return false;
        }
        batch.add(first);
        return true;
    }

    /** Whether somebody decides; a driver without threads lets nobody else do so meanwhile. */
    public boolean isDeciding() {
        return turn.isLocked();
    }

    /** Whether {@link #decideAhead} would decide something, if anything waited. */
    boolean hasRoomAhead() {
        turn.lock();
        try {
            return writing != null && !blind && (ahead == null || !ahead.isFull());
        } finally {
            turn.unlock();
        }
    }

    /**
     * Decides some of what waits, on what the journal will be once the batch that is at the store
     * is durable.
     *
     * @return false when there is no such batch, no command, or no more room in the next batch
     */
    public boolean decideAhead() {
        turn.lock();
        try {
            if (writing == null || !hasRoomAhead()) {
                return false;
            }
            inbox.drainTo(backlog, AHEAD_COMMANDS_MAX - backlog.size());
            if (backlog.isEmpty()) {
                return false;
            }
            if (ahead == null) {
                ahead = new BatchDecision<>(domain, limits, writing.head(), cache, writing, false);
            }
            ahead.decide(backlog, AHEAD_COMMANDS_MAX, store.ahead(), clock.instant());
            return true;
        } catch (RuntimeException failure) {
            log.warn("Nothing was decided ahead: {}", failure.getMessage());
            blind = true;
            abandonAhead();
            return false;
        } catch (Error error) {
            blind = true;
            abandonAhead();
            throw error;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes what was decided ahead, or else takes what waits, and tries once to commit as much of
     * it as one transaction takes.
     */
    public Next step() {
        if (!takeNext()) {
            return new Next.Idle();
        }
        try {
            attempt();
            return new Next.GoOn();
        } catch (StorageException failure) {
            return failed(failure);
        } catch (RuntimeException defect) {
            log.error(
                    "The committer failed on a batch; its commands are answered as unknown.",
                    defect);
            giveUp(defect);
            return new Next.GoOn();
        }
    }

    /** Takes a batch to the store; false when there is none. */
    private boolean takeNext() {
        turn.lock();
        try {
            if (failures > 0) {
                return true; // a batch that is tried again stays as it was
            }
            if (ahead != null) {
                writing = ahead;
                ahead = null;
                return true;
            }
            gather();
            return !batch.isEmpty();
        } finally {
            turn.unlock();
        }
    }

    /** Takes what waits into the batch, as much of it as there is room for. */
    private void gather() {
        while (batch.size() < limits.batchCommandsMax() && !backlog.isEmpty()) {
            batch.add(backlog.removeFirst());
        }
        if (backlog.isEmpty()) {
            inbox.drainTo(batch, limits.batchCommandsMax() - batch.size());
        }
    }

    private void attempt() {
        BatchDecision<C, S, E> decision;
        try (WriteStore.Transaction<S> transaction = store.begin()) {
            decision = decisionUnderLock(transaction);
            batchIsAtTheStore.run();
            if (decision.writesAnything()) {
                transaction.write(decision.batch());
                transaction.commit();
            }
        }
        settle(decision);
        answer(decision);
    }

    /** What was decided ahead, if it still holds; otherwise the batch is decided now. */
    private BatchDecision<C, S, E> decisionUnderLock(WriteStore.Transaction<S> transaction) {
        Head head = transaction.head();
        turn.lock();
        try {
            BatchDecision<C, S, E> decision = writing;
            if (decision == null || !decision.follows(head)) {
                takeBack();
                if (failures == 0) {
                    gather(); // the rest of a burst comes while its first command gets the lock
                }
                catchUp(transaction, head);
                decision = new BatchDecision<>(domain, limits, head, cache, null, failures > 0);
                writing = decision;
                decision.decide(batch, batch.size(), transaction, clock.instant());
            }
            return decision;
        } finally {
            turn.unlock();
        }
    }

    /** The batch is durable by now: it is what further decisions are made on. */
    private void settle(BatchDecision<C, S, E> decision) {
        turn.lock();
        try {
            settled = decision.head();
            decision.remember(cache);
            writing = null;
            failures = 0;
            blind = false;
            if (ahead != null) {
                ahead.beforeIsDurable();
            }
            putBack(batch);
        } finally {
            turn.unlock();
        }
    }

    private void answer(BatchDecision<C, S, E> decision) {
        try {
            listener.committed(decision.events(), decision.decided().size());
        } catch (RuntimeException defect) {
            log.error("A listener failed after a commit; the commit stands.", defect);
        } finally {
            acknowledge(decision);
        }
    }

    private void acknowledge(BatchDecision<C, S, E> decision) {
        for (int i = 0; i < decision.decided().size(); i++) {
            inbox.answer(decision.decided().get(i), decision.receipt(i));
        }
    }

    private Next failed(StorageException failure) {
        failures++;
        if (failures >= limits.attemptsMax()) {
            log.error(
                    "The store failed {} times; a batch is answered as unknown.",
                    failures,
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

    /** Answers the whole batch as unknown. */
    void giveUp(Throwable cause) {
        forgetEverything();
        failures = 0;
        OutcomeUnknownException unknown = new OutcomeUnknownException(cause);
        for (Waiting<C, S, E> each = batch.peek(); each != null; each = batch.peek()) {
            inbox.fail(each, unknown);
            batch.remove();
        }
    }

    /** Nothing is known any more of where the journal ends; the batch will be decided again. */
    private void forgetEverything() {
        turn.lock();
        try {
            takeBack();
            cache.clear();
            settled = null;
        } finally {
            turn.unlock();
        }
    }

    /** The decision on the batch is worth nothing, nor is one that followed from it. */
    private void takeBack() {
        abandonAhead();
        if (writing != null) {
            writing.decided().reversed().forEach(batch::addFirst);
            writing = null;
        }
    }

    private void abandonAhead() {
        if (ahead != null) {
            putBack(ahead.decided());
            ahead = null;
        }
    }

    /** These come before whatever else waits. */
    private void putBack(Collection<Waiting<C, S, E>> undecided) {
        new ArrayList<>(undecided).reversed().forEach(backlog::addFirst);
        undecided.clear();
    }

    /** Brings the cache to the head, when another node has written since. */
    private void catchUp(WriteStore.Transaction<S> transaction, Head head) {
        Head known = settled;
        if (known == null || head.position() - known.position() > CATCH_UP_EVENTS_MAX) {
            cache.clear();
        } else if (head.position() < known.position()) {
            throw new IllegalStateException(
                    "The journal ends at "
                            + head.position()
                            + ", before "
                            + known.position()
                            + " that was committed here: it is not the same book.");
        } else if (head.position() > known.position()) {
            transaction
                    .eventsAfter(known.position(), CATCH_UP_EVENTS_MAX)
                    .forEach(this::applyToCache);
        }
        settled = head;
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

    /** Once no further step will be taken: nobody is left without an answer. */
    void refuseTheRest() {
        inbox.refuseTheRest();
    }
}
