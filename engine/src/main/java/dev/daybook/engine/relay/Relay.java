package dev.daybook.engine.relay;

import dev.daybook.engine.feed.PositionSignal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher.Batch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What brings the journal to the broker, step by step and without a thread: have the lease, begin,
 * take what the source has, publish. {@link RelayRunner} drives it with a thread, a simulation with
 * a seed.
 *
 * <p>A publisher that fails is tried again for as long as it takes, and asked first how far it is:
 * whether what failed took effect is not known. When it fails again and again, the lease is offered
 * to other nodes in between, which may reach what this one cannot.
 *
 * <p>Lanes that have no event in a batch are told the position as well, but not with every batch:
 * with the first after {@value #EVERY_LANE_MILLIS} ms, or by themselves when that time is over. At
 * low load they are told at once, and at high load at most ten times a second. Lanes that have
 * nothing to be told are told it again every hour, so that what the broker forgets with time is
 * never all it knows.
 *
 * <p>A batch costs the broker, and every view behind it, much the same for one event as for a
 * hundred. So what comes sooner than {@value #GATHER_MILLIS} ms after a batch was begun is to be
 * published together; the first event after a rest waits for nothing.
 *
 * <p>{@link #published}, {@link #state} and {@link #error} may be asked by any thread; everything
 * else belongs to one.
 */
public final class Relay {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** Each batch costs the broker a transaction; that of this many is spread over enough. */
    static final int BATCH_EVENTS_MAX = 2_000;

    static final long EVERY_LANE_MILLIS = 100;
    private static final long EVERY_LANE_NANOS = TimeUnit.MILLISECONDS.toNanos(EVERY_LANE_MILLIS);
    static final long GATHER_MILLIS = 20;
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final long PAUSE_FIRST_MILLIS = 50;
    private static final long PAUSE_MAX_MILLIS = 5_000;

    /** After this many failures in a row another node may try. */
    private static final int FAILURES_KEPT = 3;

    private final Source source;
    private final Publisher publisher;
    private final Lease lease;
    private final LongSupplier nanoTime;
    private final PositionSignal published = new PositionSignal(-1);
    private boolean leads;
    private long position;
    private boolean lanesBehind;
    private long lanesToldNanos;
    private int failures;
    private long pauseMillis = PAUSE_FIRST_MILLIS;
    private volatile RelayStatus.State state = RelayStatus.State.STANDBY;
    private volatile @Nullable String error;

    /**
     * @param nanoTime a clock that only says how much time has passed, in nanoseconds
     */
    public Relay(Source source, Publisher publisher, Lease lease, LongSupplier nanoTime) {
        this.source = source;
        this.publisher = publisher;
        this.lease = lease;
        this.nanoTime = nanoTime;
    }

    /** How far this node knows everything to be published; -1 until it has once begun. */
    public PositionSignal published() {
        return published;
    }

    /** What it is doing. */
    public RelayStatus.State state() {
        return state;
    }

    /** What keeps it from going on, if anything. */
    public @Nullable String error() {
        return error;
    }

    /**
     * One step: publishes what comes next, waiting for it if there is nothing yet, or waits for the
     * lease.
     *
     * @param wait how long to wait at most
     * @return how long to let events gather before the next step, in nanoseconds
     */
    public long step(Duration wait) throws InterruptedException {
        long rest = 0;
        if (lead(wait)) {
            List<RecordedEvent> events =
                    source.next(position, BATCH_EVENTS_MAX, shorter(wait, lanesDueNanos()));
            long begunNanos = nanoTime.getAsLong();
            publish(events);
            boolean isBehind = events.size() >= BATCH_EVENTS_MAX;
            state = isBehind ? RelayStatus.State.CATCHING_UP : RelayStatus.State.LIVE;
            if (!events.isEmpty() && !isBehind) {
                rest = Math.max(0, begunNanos + GATHER_NANOS - nanoTime.getAsLong());
            }
        } else {
            state = RelayStatus.State.STANDBY;
        }
        error = null;
        failures = 0;
        pauseMillis = PAUSE_FIRST_MILLIS;
        return rest;
    }

    /** A step failed; returns how long to wait before the next, in milliseconds. */
    public long failed(Throwable failure) {
        end();
        failures++;
        if (failures >= FAILURES_KEPT) {
            lease.release();
        }
        long pause = pauseMillis;
        log.warn(
                "The relay cannot go on after position {} and tries again in {} ms: {}",
                position,
                pause,
                failure.toString());
        error = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        state = RelayStatus.State.RETRYING;
        pauseMillis = Math.min(pause * 2, PAUSE_MAX_MILLIS);
        return pause;
    }

    /** The last thing it does: the next node need not wait for anything. */
    public void stop() {
        end();
        lease.release();
        state = RelayStatus.State.STOPPED;
    }

    private boolean lead(Duration wait) throws InterruptedException {
        if (!lease.await(leads ? Duration.ZERO : wait)) {
            standBy();
            return false;
        }
        if (!leads) {
            begin();
        }
        return true;
    }

    private void standBy() {
        if (leads) {
            log.info("Another node relays from now on; this one did up to position {}.", position);
            end();
        }
        publisher.prepare();
    }

    private void end() {
        leads = false;
        source.end();
        publisher.end();
    }

    private void begin() throws InterruptedException {
        position = publisher.begin();
        source.begin(position);
        lanesBehind = position > 0;
        lanesToldNanos = nanoTime.getAsLong() - EVERY_LANE_NANOS; // each lane hears of the new one
        published.advance(position);
        leads = true;
        log.info("This node relays from position {} on.", position);
    }

    private void publish(List<RecordedEvent> events) {
        boolean everyLane = (events.isEmpty() ? lanesDueNanos() : dueNanos(EVERY_LANE_NANOS)) <= 0;
        if (events.isEmpty() && !everyLane) {
            return;
        }
        long upTo = events.isEmpty() ? position : events.getLast().position();
        if (upTo != position + events.size()) {
            // Sources leave out nothing. If one did, publishing what it gave would make it final.
            throw new IllegalStateException(
                    "After position "
                            + position
                            + " the source gave "
                            + events.size()
                            + " events up to "
                            + upTo
                            + ".");
        }
        publisher.publish(new Batch(events, upTo, everyLane));
        position = upTo;
        lanesBehind = !everyLane;
        if (everyLane) {
            lanesToldNanos = nanoTime.getAsLong();
        }
        published.advance(upTo);
    }

    /** How long until lanes without events are told the position, in nanoseconds. */
    private long lanesDueNanos() {
        if (position == 0) {
            return IDLE_NANOS; // there is nothing to be told
        }
        return dueNanos(lanesBehind ? EVERY_LANE_NANOS : IDLE_NANOS);
    }

    private long dueNanos(long pauseNanos) {
        return lanesToldNanos + pauseNanos - nanoTime.getAsLong();
    }

    private static Duration shorter(Duration wait, long nanos) {
        return Duration.ofNanos(Math.clamp(nanos, 0, wait.toNanos()));
    }
}
