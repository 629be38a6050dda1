package dev.daybook.engine.feed;

import dev.daybook.engine.commit.CommitListener;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The journal as the bus. Commits of this node wake its readers at once and are handed to them from
 * memory; a slow look at the store is the safety net for what other nodes commit.
 */
public final class JournalFeed implements Feed, CommitListener {

    /** Events kept in memory for readers at the tail. */
    private static final int TAIL_EVENTS_MAX = 32_768;

    /**
     * How long word of a commit may be ahead of the commit itself, when it is one of this node: the
     * database tells both at once.
     */
    private static final Duration OWN_COMMIT = Duration.ofMillis(5);

    /** How long a reader trusts the signal before it looks at the store itself. */
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);

    private final Journal journal;
    private final PositionSignal head;
    private final Tail tail = new Tail(TAIL_EVENTS_MAX);
    private final LongSupplier nanoTime;
    private final AtomicLong lookedAtNanos;

    public JournalFeed(Journal journal) {
        this(journal, System::nanoTime);
    }

    /**
     * @param nanoTime a clock that only says how much time has passed, in nanoseconds
     */
    public JournalFeed(Journal journal, LongSupplier nanoTime) {
        this.journal = journal;
        this.nanoTime = nanoTime;
        this.lookedAtNanos = new AtomicLong(nanoTime.getAsLong());
        this.head = new PositionSignal(journal.head().position());
    }

    @Override
    public void committed(List<RecordedEvent> events, int commands) {
        if (!events.isEmpty()) {
            tail.append(events);
            head.advance(events.getLast().position());
        }
    }

    /**
     * Word has come that some node has committed up to this position. When it is this one, its
     * events are about to come from memory, and readers that were woken before would all go to the
     * store for them.
     */
    public void heard(long position) {
        try {
            if (!head.await(position, OWN_COMMIT)) {
                advance(position);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another node has committed up to this position. */
    public void advance(long position) {
        head.advance(position);
    }

    @Override
    public long head() {
        return head.position();
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        long deadline = nanoTime.getAsLong() + wait.toNanos();
        while (true) {
            long left = deadline - nanoTime.getAsLong();
            Duration pause = Duration.ofNanos(Math.clamp(left, 0, SAFETY_NET.toNanos()));
            if (!head.await(after + 1, pause)) {
                lookAtTheStore();
            }
            if (head.position() > after) {
                return read(after, limit);
            }
            if (left <= 0) {
                return List.of();
            }
        }
    }

    /** One look serves all readers: however many wait, the store is asked once in a while. */
    private void lookAtTheStore() {
        long now = nanoTime.getAsLong();
        long before = lookedAtNanos.get();
        if (now - before >= SAFETY_NET.toNanos() / 2 && lookedAtNanos.compareAndSet(before, now)) {
            head.advance(journal.head().position());
        }
    }

    private List<RecordedEvent> read(long after, int limit) {
        List<RecordedEvent> fromMemory = tail.after(after, limit);
        return fromMemory != null && !fromMemory.isEmpty()
                ? fromMemory
                : journal.read(after, limit);
    }
}
