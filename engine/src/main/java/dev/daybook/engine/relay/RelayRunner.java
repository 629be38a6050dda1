package dev.daybook.engine.relay;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.PositionSignal;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the relay of a node: a thread that drives a {@link Relay}, and tells others how it is. */
public final class RelayRunner implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(500);

    private final Feed feed;
    private final Journal journal;
    private final Publisher publisher;
    private final Lease lease;
    private final InstantSource clock;
    private final Relay relay;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param source where the events that are published come from
     * @param feed tells how far the book is
     * @param publisher is closed with this
     * @param lease is closed with this
     */
    public RelayRunner(
            Source source,
            Feed feed,
            Journal journal,
            Publisher publisher,
            Lease lease,
            InstantSource clock) {
        this.feed = feed;
        this.journal = journal;
        this.publisher = publisher;
        this.lease = lease;
        this.clock = clock;
        this.relay = new Relay(source, publisher, lease, System::nanoTime);
        this.thread = Thread.ofPlatform().name("daybook-relay").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** How far this node knows everything to be published; -1 until it has once begun. */
    public PositionSignal published() {
        return relay.published();
    }

    /** Asks the journal for the oldest event that is not published, when there is one. */
    public RelayStatus status() {
        RelayStatus.State state = relay.state();
        long position = relay.published().position();
        boolean relays = state != RelayStatus.State.STANDBY && state != RelayStatus.State.STOPPED;
        long behind = relays ? Math.max(0, feed.head() - Math.max(0, position)) : 0;
        Instant now = clock.instant();
        return new RelayStatus(
                position,
                behind,
                behind == 0 ? 0 : lagMillis(Math.max(0, position), now),
                state,
                relay.error(),
                publisher.violations(),
                now);
    }

    private long lagMillis(long position, Instant now) {
        List<RecordedEvent> next;
        try {
            next = journal.read(position, 1);
        } catch (StorageException away) {
            return RelayStatus.UNKNOWN;
        }
        return next.isEmpty()
                ? 0
                : Math.max(0, Duration.between(next.getFirst().recordedAt(), now).toMillis());
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                pause(relay.step(WAIT));
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException | Error failure) { // an error must not end it for good
                pause(TimeUnit.MILLISECONDS.toNanos(relay.failed(failure)));
            }
        }
    }

    private void pause(long nanos) {
        try {
            closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, in the time that a publisher takes for one batch at most. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        relay.stop();
        publisher.close();
        lease.close();
    }
}
