package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.ProgressSignal;
import dev.daybook.engine.feed.Subscription;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewStore.Write;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What keeps one view up with the journal, step by step and without a thread: open, take what the
 * feed has, fold, save. {@link ViewRunner} drives it with a thread, the simulator with a seed.
 *
 * <p>A store that fails is tried again for as long as it takes, and asked first how far it is:
 * whether what failed took effect is not known. An event that cannot be applied parks its entity.
 *
 * <p>{@link #applied}, {@link #lanes}, {@link #state}, {@link #error} and {@link #parkedEntities}
 * may be asked by any thread; everything else belongs to one.
 */
public final class ViewFollower<E, K, V> {

    private static final Logger log = LoggerFactory.getLogger(ViewFollower.class);

    /** The more are saved together, the less often a row is written that changes often. */
    private static final int BATCH_EVENTS_MAX = Journal.READ_MAX;

    /** Of 1 kB each, as an account with a few holds takes, these are 16 MB for each view. */
    private static final int KNOWN_VALUES_MAX = 16_384;

    private static final long PAUSE_FIRST_MILLIS = 50;
    private static final long PAUSE_MAX_MILLIS = 5_000;

    private final View<E, K, V> view;
    private final EventCatalog<E> catalog;
    private final Subscription subscription;
    private final Journal journal;
    private final ViewStore<K, V> store;
    private final ViewLedger ledger;
    private final InstantSource clock;
    private final ProgressSignal applied;
    private final Map<EntityId, Long> parked = new HashMap<>();
    private final KnownValues<K, V> known = new KnownValues<>(KNOWN_VALUES_MAX);
    private final Moments moments;
    private boolean open;
    private boolean changed;
    private volatile Set<Integer> lanes = Set.of();
    private Progress progress = Progress.nowhere();
    private long pauseMillis = PAUSE_FIRST_MILLIS;
    private volatile int parkedEntities;
    private volatile ViewStatus.State state = ViewStatus.State.CATCHING_UP;
    private volatile @Nullable String error;

    public ViewFollower(
            View<E, K, V> view,
            EventCatalog<E> catalog,
            Subscription subscription,
            Journal journal,
            ViewStore<K, V> store,
            ViewLedger ledger,
            InstantSource clock) {
        this.view = view;
        this.catalog = catalog;
        this.subscription = subscription;
        this.journal = journal;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.applied = new ProgressSignal(view.lanes());
        this.moments = new Moments(view.id(), ledger, clock);
    }

    /** How far the view is; not known until its store has been opened. */
    public ProgressSignal applied() {
        return applied;
    }

    /** What the view is doing. */
    public ViewStatus.State state() {
        return state;
    }

    /** What keeps it from going on, if anything. */
    public @Nullable String error() {
        return error;
    }

    public int parkedEntities() {
        return parkedEntities;
    }

    /** When positions were reached. */
    Moments moments() {
        return moments;
    }

    /**
     * Opens the store, unless it is open for the lanes that are to be followed now. After a failure
     * it counts as not open: whether what failed took effect is for the store to say, which knows
     * how far it is and what is parked.
     */
    public void open() {
        Set<Integer> now = subscription.lanes();
        if (open && now.equals(lanes)) {
            return;
        }
        open = false;
        known.forget();
        lanes = Set.copyOf(now);
        progress = store.open(lanes);
        subscription.seek(progress);
        parked.clear();
        ledger.parked(view.id())
                .forEach(event -> parked.merge(event.entity(), event.position(), Math::min));
        parkedEntities = parked.size();
        moments.follow(lanes);
        moments.reached(progress);
        applied.restart(progress);
        open = true;
    }

    /** The lanes that are followed here, as of the last {@link #open()}. */
    Set<Integer> lanes() {
        return lanes;
    }

    /** The events that come next, waiting for the first of them if there is none yet. */
    public Batch next(Duration wait) throws InterruptedException {
        return subscription.next(BATCH_EVENTS_MAX, wait);
    }

    /** What {@link #next} gave is not applied now; it is to come again. */
    void putBack() {
        subscription.seek(progress);
    }

    /** Whether the last events that were applied changed any value. */
    boolean hasChanged() {
        return changed;
    }

    /** Whether these are as many as are ever taken at once, so that more are likely to be there. */
    boolean isFull(Batch batch) {
        return batch.events().size() >= BATCH_EVENTS_MAX;
    }

    /** Applies what {@link #next} gave. */
    public void apply(Batch batch) {
        if (batch.progress().lanes().isEmpty()) {
            checkStore();
            state = ViewStatus.State.LIVE;
            moments.save();
        } else {
            state = isFull(batch) ? ViewStatus.State.CATCHING_UP : ViewStatus.State.LIVE;
            saveOrSift(batch);
            moments.saveIfDue();
        }
        error = subscription.trouble();
        pauseMillis = PAUSE_FIRST_MILLIS;
    }

    /** Saving notices what a store has lost; without events it has to be looked for. */
    private void checkStore() {
        Progress stored = store.progress();
        for (int lane : progress.lanes()) {
            if (stored.of(lane) < progress.of(lane)) {
                throw new StorageException(
                        "The store of the view "
                                + view.id()
                                + " is at "
                                + stored
                                + ", and was at "
                                + progress
                                + " already.");
            }
        }
    }

    /** A step failed; returns how long to wait before the next, in milliseconds. */
    public long failed(Throwable failure) {
        open = false;
        long pause = pauseMillis;
        log.warn(
                "The view {} cannot go on and tries again in {} ms: {}",
                view.id(),
                pause,
                failure.toString());
        error = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        state = ViewStatus.State.RETRYING;
        pauseMillis = Math.min(pause * 2, PAUSE_MAX_MILLIS);
        return pause;
    }

    /** The last thing it does. */
    void stop() {
        moments.save();
        state = ViewStatus.State.STOPPED;
    }

    private void saveOrSift(Batch batch) {
        List<RecordedEvent> events = batch.events();
        try {
            save(events, batch.progress());
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
            known.forget();
            events.forEach(this::saveOrPark);
            moveTo(List.of(), batch.progress());
        }
        progress = progress.and(batch.progress());
        applied.advance(progress);
    }

    private void save(List<RecordedEvent> events, Progress after) {
        Fold<E, K, V> fold = fold();
        fold.add(events);
        changed = !fold.writes().isEmpty();
        park(fold);
        moveTo(fold.writes(), after);
        fold.saved();
    }

    private void moveTo(List<Write<K, V>> writes, Progress after) {
        store.save(writes, after);
        moments.reached(after);
    }

    private void saveOrPark(RecordedEvent event) {
        Progress after = after(event);
        try {
            save(List.of(event), after);
        } catch (StorageException unreachable) {
            throw unreachable;
        } catch (RuntimeException refused) {
            Fold<E, K, V> fold = fold();
            fold.park(event, refused.toString());
            park(fold);
            moveTo(List.of(), after);
        }
    }

    /** Where its lane is after an event, or all lanes are when they are followed together. */
    private Progress after(RecordedEvent event) {
        int slot = lanes.contains(Lanes.ALL) ? Lanes.ALL : Lanes.slot(event.topic(), event.lane());
        return Progress.of(Map.of(slot, event.position()));
    }

    private Fold<E, K, V> fold() {
        return new Fold<>(view, catalog, store, known, parked, clock);
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

    /**
     * Tries the parked events of an entity again, in order, up to the first that still fails;
     * returns how many were applied.
     *
     * @param skipFirst whether the first of them is given up
     * @throws LaneElsewhereException when another node follows the lane of the entity
     */
    public int retry(EntityId entity, boolean skipFirst) {
        open = false; // another node that follows the view may have repaired or skipped since
        open();
        if (!lanes.contains(Lanes.ALL) && !lanes.containsAll(view.lanes(entity))) {
            throw new LaneElsewhereException(view.name(), entity);
        }
        try {
            return retryParked(entity, skipFirst);
        } catch (RuntimeException failure) {
            open = false; // what is parked now is in the ledger, and may differ from what is known
            throw failure;
        }
    }

    private int retryParked(EntityId entity, boolean skipFirst) {
        Deque<ParkedEvent> waiting = new ArrayDeque<>();
        ledger.parked(view.id()).stream()
                .filter(event -> event.entity().equals(entity))
                .forEach(waiting::add);
        int repaired = 0;
        parked.remove(entity);
        try {
            if (skipFirst && hasPassed(waiting.peekFirst())) {
                ledger.release(view.id(), List.of(waiting.getFirst().position()));
                waiting.removeFirst();
            }
            while (hasPassed(waiting.peekFirst()) && repair(waiting.getFirst())) {
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

    /**
     * An event may be parked ahead of what is saved, when saving failed. It is still to come, and
     * would be applied twice if it were repaired now.
     */
    private boolean hasPassed(@Nullable ParkedEvent event) {
        return event != null && event.position() <= progress.of(view.lanes(event.entity()));
    }

    private boolean repair(ParkedEvent event) {
        Fold<E, K, V> fold = fold();
        fold.add(journal.read(event.position() - 1, 1));
        if (!fold.parkedNow().isEmpty()) {
            return false; // it still fails, and the rest waits behind it
        }
        List<Long> released = List.of(event.position());
        store.repair(fold.writes(), released);
        fold.saved();
        ledger.release(view.id(), released);
        return true;
    }
}
