package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.ProgressSignal;
import dev.daybook.engine.feed.Subscription;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewLedger.Reached;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Runs one view: a thread that drives a {@link ViewFollower}, and lets others steer it. */
public final class ViewRunner<E, K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ViewRunner.class);

    private static final Duration WAIT = Duration.ofMillis(500);

    /** How often the store is asked for lanes that another node follows, while somebody waits. */
    private static final Duration LOOK = Duration.ofMillis(5);

    private static final int REQUESTS_MAX = 100;

    private final View<E, K, V> view;
    private final Subscription subscription;
    private final Journal journal;
    private final ViewStore<K, V> store;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final ViewFollower<E, K, V> follower;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(REQUESTS_MAX);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Pace pace = new Pace();
    private final AtomicLong lookedAtNanos = new AtomicLong(System.nanoTime());
    private volatile boolean closing;
    private volatile boolean paused;

    /** What an operator wants done between two batches, unless he has given up waiting by then. */
    private record Request(Supplier<Integer> work, CompletableFuture<Integer> done) {

        /** Only wakes whoever waits for one. */
        static Request nothing() {
            return new Request(() -> 0, new CompletableFuture<>());
        }

        void run() {
            if (done.isDone()) {
                return;
            }
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        }
    }

    public ViewRunner(
            View<E, K, V> view,
            EventCatalog<E> catalog,
            Subscription subscription,
            Journal journal,
            ViewStore<K, V> store,
            ViewLedger ledger,
            InstantSource clock) {
        this.view = view;
        this.subscription = subscription;
        this.journal = journal;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.follower =
                new ViewFollower<>(view, catalog, subscription, journal, store, ledger, clock);
        this.thread =
                Thread.ofPlatform()
                        .name("daybook-view-" + view.name())
                        .daemon()
                        .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public View<E, K, V> view() {
        return view;
    }

    public ViewStore<K, V> store() {
        return store;
    }

    /** How far the view is, as far as this node knows; see {@link #await}. */
    public ProgressSignal applied() {
        return follower.applied();
    }

    /** Waits until the whole view shows a position; false when that did not happen in time. */
    public boolean await(long position, Duration atMost) throws InterruptedException {
        return await(position, view.lanes(), atMost);
    }

    /**
     * Waits until the view shows a position of some lanes; false when that did not happen in time.
     * Of lanes that another node follows, the store tells.
     */
    public boolean await(long position, Set<Integer> lanes, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (left.isZero()) {
                return applied().await(position, lanes, left);
            }
            boolean followed = followsAll(lanes); // for as long as no other node takes them over
            Duration look = followed ? WAIT : LOOK;
            if (applied().await(position, lanes, left.compareTo(look) < 0 ? left : look)) {
                return true;
            }
            if (!followed) {
                lookAtOthers();
            }
        }
    }

    /** The position that the whole view shows; 0 until that is known. */
    public long position() {
        return position(view.lanes());
    }

    /** The position that the view shows of some lanes. */
    public long position(Set<Integer> lanes) {
        if (!followsAll(lanes)) {
            lookAtOthers();
        }
        return applied().progress().of(lanes);
    }

    private boolean followsAll(Set<Integer> wanted) {
        Set<Integer> followed = follower.lanes();
        return followed.contains(Lanes.ALL) || (!wanted.isEmpty() && followed.containsAll(wanted));
    }

    /** One look serves all who wait. A store that has not been opened has nothing to tell. */
    private void lookAtOthers() {
        if (!applied().isKnown()) {
            return;
        }
        long now = System.nanoTime();
        long before = lookedAtNanos.get();
        if (now - before >= LOOK.toNanos() && lookedAtNanos.compareAndSet(before, now)) {
            try {
                applied().advance(store.progress());
            } catch (StorageException away) {
                // Then nothing more is known than before; why, the view itself finds out and says.
                log.debug("The store of the view {} was not asked: {}", view.id(), away.toString());
            }
        }
    }

    /** Asks the journal for the oldest event that is not applied, when there is one. */
    public ViewStatus status() {
        long position = position();
        long behind = Math.max(0, subscription.head() - position);
        Instant now = clock.instant();
        return new ViewStatus(
                view.name(),
                view.version(),
                position,
                behind,
                behind == 0 ? 0 : lagMillis(position, now),
                state(),
                follower.parkedEntities(),
                follower.error(),
                now);
    }

    /** What the view is doing. */
    public ViewStatus.State state() {
        return paused ? ViewStatus.State.PAUSED : follower.state();
    }

    private long lagMillis(long position, Instant now) {
        List<RecordedEvent> next;
        try {
            next = journal.read(position, 1);
        } catch (StorageException away) {
            return ViewStatus.UNKNOWN;
        }
        return next.isEmpty()
                ? 0
                : Math.max(0, Duration.between(next.getFirst().recordedAt(), now).toMillis());
    }

    /**
     * Stops applying events until {@link #resume()}; what is shown stays. For operators and drills.
     */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        wake(); // so that a waiting thread looks again at once
    }

    /** The parked events of this view, by position. */
    public List<ParkedEvent> parked() {
        return ledger.parked(view.id());
    }

    /**
     * Tries the parked events of an entity again, in order, up to the first that still fails;
     * returns how many were applied. It is done between two batches, and not at all when the future
     * is cancelled before; then, or when too much waits already, the future says so.
     */
    public Future<Integer> retry(EntityId entity) {
        return request(() -> follower.retry(entity, false));
    }

    /**
     * Gives up the first parked event of an entity and tries those that wait behind it; returns how
     * many were applied, as {@link #retry}.
     */
    public Future<Integer> skip(EntityId entity) {
        return request(() -> follower.retry(entity, true));
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        wake();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        requests.forEach(request -> request.done.cancel(false));
        follower.stop();
        subscription.close();
        store.close();
    }

    private Future<Integer> request(Supplier<Integer> work) {
        Request request = new Request(work, new CompletableFuture<>());
        if (closing || !requests.offer(request)) {
            request.done.cancel(false);
        }
        return request.done;
    }

    /** When there is no room for this, it has enough to look at. */
    private void wake() {
        var _ = requests.offer(Request.nothing());
    }

    private void run() {
        while (!closing) {
            try {
                step();
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException | Error failure) { // an error must not end it for good
                pause(follower.failed(failure));
            }
        }
    }

    private void pause(long millis) {
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        follower.open();
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.run();
        }
        long restNanos = paused ? WAIT.toNanos() : pace.restNanos(System.nanoTime());
        if (restNanos > 0) {
            Request request = requests.poll(restNanos, TimeUnit.NANOSECONDS);
            if (request != null) {
                request.run();
            }
            return;
        }
        follower.open(); // a request that failed may have left it closed
        Batch batch = follower.next(WAIT);
        if (paused) {
            follower.putBack();
            return;
        }
        long begin = System.nanoTime();
        follower.apply(batch);
        if (!batch.events().isEmpty() && !follower.isFull(batch)) {
            pace.saved(begin, store.pace(follower.hasChanged()));
        }
    }

    /**
     * When the view first had applied everything of some lanes up to a position; null when that is
     * not known.
     */
    public @Nullable Reached firstReached(long position, Set<Integer> lanes) {
        return follower.moments().first(position, lanes);
    }
}
