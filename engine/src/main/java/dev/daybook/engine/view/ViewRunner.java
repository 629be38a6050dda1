package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.PositionSignal;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs one view: takes batches from the feed, folds them, saves them, and says how far it is. A
 * store that fails is tried again for as long as it takes; an event that cannot be applied parks
 * its entity.
 */
public final class ViewRunner<E, K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ViewRunner.class);

    private static final int BATCH_EVENTS_MAX = 4_000;
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PAUSE_FIRST_MILLIS = 50;
    private static final long PAUSE_MAX_MILLIS = 5_000;

    private final View<E, K, V> view;
    private final EventCatalog<E> catalog;
    private final Feed feed;
    private final Journal journal;
    private final ViewStore<K, V> store;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final PositionSignal applied = new PositionSignal(-1);
    private final Map<EntityId, Long> parked = new HashMap<>();
    private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Moments moments;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean paused;
    private volatile int parkedEntities;
    private volatile ViewStatus.State state = ViewStatus.State.CATCHING_UP;
    private volatile @Nullable String error;

    public ViewRunner(
            View<E, K, V> view,
            EventCatalog<E> catalog,
            Feed feed,
            Journal journal,
            ViewStore<K, V> store,
            ViewLedger ledger,
            InstantSource clock) {
        this.view = view;
        this.catalog = catalog;
        this.feed = feed;
        this.journal = journal;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.moments = new Moments(view.id(), ledger, clock);
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

    /** How far the view is; -1 until its store has been opened. */
    public PositionSignal applied() {
        return applied;
    }

    /** Asks the journal for the oldest event that is not applied, when there is one. */
    public ViewStatus status() {
        long position = Math.max(0, applied.position());
        long behind = Math.max(0, feed.head() - position);
        Instant now = clock.instant();
        return new ViewStatus(
                view.name(),
                view.version(),
                position,
                behind,
                behind == 0 ? 0 : lagMillis(position, now),
                state(),
                parkedEntities,
                error,
                now);
    }

    /** What the view is doing. */
    public ViewStatus.State state() {
        return paused ? ViewStatus.State.PAUSED : state;
    }

    private long lagMillis(long position, Instant now) {
        List<RecordedEvent> next = journal.read(position, 1);
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
        requests.add(() -> {}); // so that a waiting thread looks again at once
    }

    /** The parked events of this view, by position. */
    public List<ParkedEvent> parked() {
        return ledger.parked(view.id());
    }

    /**
     * Tries the parked events of an entity again, in order, up to the first that still fails;
     * returns how many were applied.
     */
    public Future<Integer> retry(EntityId entity) {
        return request(() -> repark(entity, false));
    }

    /**
     * Gives up the first parked event of an entity and tries those that wait behind it; returns how
     * many were applied.
     */
    public Future<Integer> skip(EntityId entity) {
        return request(() -> repark(entity, true));
    }

    @Override
    public void close() {
        closing = true;
        closed.countDown();
        requests.add(() -> {});
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        state = ViewStatus.State.STOPPED;
        store.close();
    }

    private Future<Integer> request(Supplier<Integer> work) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        requests.add(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    private void run() {
        long pauseMillis = PAUSE_FIRST_MILLIS;
        boolean open = false;
        while (!closing) {
            try {
                if (!open) {
                    open();
                    open = true;
                }
                step();
                error = null;
                pauseMillis = PAUSE_FIRST_MILLIS;
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException failure) {
                if (!closing) {
                    log.warn(
                            "The view {} cannot go on and tries again in {} ms: {}",
                            view.id(),
                            pauseMillis,
                            failure.toString());
                }
                error = failure.getMessage();
                state = ViewStatus.State.RETRYING;
                pauseMillis = pause(pauseMillis);
            }
        }
        moments.save();
    }

    private long pause(long millis) {
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Math.min(millis * 2, PAUSE_MAX_MILLIS);
    }

    private void open() {
        long position = store.open();
        parked.clear();
        ledger.parked(view.id())
                .forEach(event -> parked.merge(event.entity(), event.position(), Math::min));
        parkedEntities = parked.size();
        moments.reached(position);
        applied.advance(position);
    }

    private void step() throws InterruptedException {
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            request.run();
        }
        if (paused) {
            Runnable request = requests.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (request != null) {
                request.run();
            }
            return;
        }
        long position = applied.position();
        List<RecordedEvent> events = feed.next(position, BATCH_EVENTS_MAX, WAIT);
        if (events.isEmpty()) {
            state = ViewStatus.State.LIVE;
            moments.save();
            return;
        }
        if (paused) {
            return; // while it waited; these events come again
        }
        state =
                events.size() >= BATCH_EVENTS_MAX
                        ? ViewStatus.State.CATCHING_UP
                        : ViewStatus.State.LIVE;
        apply(events);
        moments.saveIfDue();
    }

    private void apply(List<RecordedEvent> events) {
        try {
            save(events);
        } catch (StorageException unreachable) {
            throw unreachable;
        } catch (RuntimeException refused) {
            // A value that the store cannot take, in one of them: find it, so that it stops nothing
            // else.
            log.warn(
                    "The view {} takes {} events one by one: {}",
                    view.id(),
                    events.size(),
                    refused.toString());
            events.forEach(this::saveOrPark);
        }
        applied.advance(events.getLast().position());
    }

    private void save(List<RecordedEvent> events) {
        Fold<E, K, V> fold = fold();
        fold.add(events);
        park(fold);
        store.save(fold.writes(), events.getLast().position());
        moments.reached(events.getLast().position());
    }

    private void saveOrPark(RecordedEvent event) {
        try {
            save(List.of(event));
        } catch (StorageException unreachable) {
            throw unreachable;
        } catch (RuntimeException refused) {
            Fold<E, K, V> fold = fold();
            fold.park(event, refused.toString());
            park(fold);
            store.save(List.of(), event.position());
        }
    }

    private Fold<E, K, V> fold() {
        return new Fold<>(view, catalog, store, parked, clock);
    }

    /**
     * Before anything is saved: an event that is parked and not remembered would be lost to the
     * view.
     */
    private void park(Fold<E, K, V> fold) {
        if (!fold.parkedNow().isEmpty()) {
            ledger.park(fold.parkedNow());
            parkedEntities = parked.size();
        }
    }

    /** On the view's own thread, between two batches. */
    private int repark(EntityId entity, boolean skipFirst) {
        Deque<ParkedEvent> waiting = new ArrayDeque<>();
        ledger.parked(view.id()).stream()
                .filter(event -> event.entity().equals(entity))
                .forEach(waiting::add);
        int repaired = 0;
        parked.remove(entity);
        try {
            if (skipFirst && !waiting.isEmpty()) {
                ledger.release(view.id(), List.of(waiting.getFirst().position()));
                waiting.removeFirst();
            }
            while (!waiting.isEmpty() && repair(waiting.getFirst())) {
                waiting.removeFirst();
                repaired++;
            }
            return repaired;
        } finally {
            if (!waiting.isEmpty()) {
                parked.put(entity, waiting.getFirst().position());
            }
            parkedEntities = parked.size();
        }
    }

    private boolean repair(ParkedEvent event) {
        Fold<E, K, V> fold = fold();
        fold.add(journal.read(event.position() - 1, 1));
        if (!fold.parkedNow().isEmpty()) {
            return false; // it still fails, and the rest waits behind it
        }
        List<Long> released = List.of(event.position());
        store.repair(fold.writes(), Math.max(applied.position(), 0), released);
        ledger.release(view.id(), released);
        return true;
    }

    /** When the view first had applied everything up to a position; null when that is not known. */
    public @Nullable Reached firstReached(long position) {
        return moments.first(position);
    }
}
