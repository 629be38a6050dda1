package dev.daybook.postgres;

import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.relay.BookBehindBrokerException;
import dev.daybook.engine.relay.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The events of a book as they come by the database's log: change data capture by logical decoding.
 *
 * <p>The slot remembers about how far the relay was; the broker knows it. What comes again is
 * dropped by its position. What does not come, since it is older than the slot or was lost with it,
 * is known by its position too: the first transaction that comes tells where the stream begins, and
 * so does a mark when no transaction does. The journal gives what is in between, and nothing else.
 * A mark goes out when a relay begins, and when nothing has come for {@value #MARK_SECONDS}
 * seconds, so that the slot of a book at rest does not hold the log of a database that is not. A
 * stream that is mute for {@value #SILENCE_SECONDS} seconds, and does not bring it, is begun anew.
 */
public final class WalSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(WalSource.class);

    private static final int MARK_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;
    private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(MARK_SECONDS);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(SILENCE_SECONDS);

    /** Transactions looked at in one go, most of which bring nothing when they come again. */
    private static final int TAKEN_MAX = 2_000;

    private final PostgresSettings settings;
    private final String schema;
    private final String book;
    private final StreamedTransactions.Contracts contracts;
    private final Journal journal;
    private final ReplicationSlot slot;
    private final LongSupplier nanoTime;
    private final Deque<Confirmation> confirmations = new ArrayDeque<>();
    private @Nullable ReplicationStream stream;
    private @Nullable Streamed held;
    private long journalUpTo;
    private boolean isMarked;
    private long receivedLsn;
    private long cameNanos;
    private long aliveNanos;

    /** Once everything up to a position is published, the log up to its place is not needed. */
    private record Confirmation(long position, long endLsn) {}

    WalSource(
            PostgresSettings settings,
            String schema,
            String book,
            StreamedTransactions.Contracts contracts,
            Journal journal,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.schema = schema;
        this.book = book;
        this.contracts = contracts;
        this.journal = journal;
        this.slot = new ReplicationSlot(settings, schema);
        this.nanoTime = nanoTime;
    }

    /**
     * Throws unless the database is set up for this.
     *
     * @throws LogicalDecodingException which says what to set
     * @throws StorageException when it cannot be asked
     */
    public void check() {
        slot.check();
    }

    @Override
    public void begin(long position) {
        end();
        if (journal.head().position() < position) {
            throw new BookBehindBrokerException(position);
        }
        String name = slot.prepare();
        journalUpTo = position;
        stream =
                new ReplicationStream(
                        settings,
                        schema,
                        name,
                        slot.publication(),
                        new StreamedTransactions(schema, book, contracts));
        mark();
    }

    private void mark() {
        slot.mark();
        isMarked = true;
        aliveNanos = nanoTime.getAsLong();
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        ReplicationStream mine = stream;
        if (mine == null) {
            throw new IllegalStateException("Nothing is streamed before it has begun.");
        }
        confirm(mine, after);
        if (after < journalUpTo) {
            return fromJournal(after, limit);
        }
        List<RecordedEvent> events = fromStream(mine, after, limit, wait);
        if (!events.isEmpty() || after < journalUpTo) {
            return events.isEmpty() ? fromJournal(after, limit) : events;
        }
        lookAfter(mine);
        return events;
    }

    private void confirm(ReplicationStream mine, long published) {
        Confirmation last = null;
        while (!confirmations.isEmpty() && confirmations.getFirst().position <= published) {
            last = confirmations.remove();
        }
        if (last != null) {
            mine.confirm(last.endLsn);
        }
    }

    /** Empty for a moment when the stream was faster than what readers of the journal see. */
    private List<RecordedEvent> fromJournal(long after, int limit) {
        return journal.read(after, (int) Math.min(limit, journalUpTo - after));
    }

    private List<RecordedEvent> fromStream(
            ReplicationStream mine, long after, int limit, Duration wait)
            throws InterruptedException {
        List<RecordedEvent> events = new ArrayList<>();
        long deadline = nanoTime.getAsLong() + wait.toNanos();
        long reached = after;
        for (int taken = 0; taken < TAKEN_MAX; taken++) {
            if (events.size() >= limit || reached < journalUpTo) {
                break;
            }
            Streamed next = held;
            if (next == null) {
                long left = events.isEmpty() ? deadline - nanoTime.getAsLong() : 0;
                next = mine.next(Duration.ofNanos(Math.max(0, left)));
            }
            held = null;
            if (next == null) {
                break;
            }
            isMarked = false; // whatever it is, the stream is well
            cameNanos = nanoTime.getAsLong();
            aliveNanos = cameNanos;
            switch (next) {
                case Streamed.Mark mark -> take(mark, reached);
                case Streamed.Recorded recorded -> take(recorded, reached, events, limit);
            }
            reached = events.isEmpty() ? after : events.getLast().position();
        }
        return events;
    }

    private void take(Streamed.Mark mark, long reached) {
        if (mark.position() > reached) {
            // Anybody may write a mark: what it says is believed as far as the journal goes.
            leaveToJournal(reached, Math.min(mark.position(), journal.head().position()));
        }
        confirmations.add(new Confirmation(Math.max(reached, journalUpTo), mark.endLsn()));
    }

    private void take(
            Streamed.Recorded recorded, long reached, List<RecordedEvent> events, int limit) {
        if (recorded.first() > reached + 1) {
            leaveToJournal(reached, recorded.first() - 1);
            held = recorded;
            return;
        }
        if (recorded.events().isEmpty() && recorded.last() > reached) {
            log.warn(
                    "What came by the log up to position {} is not what was recorded.",
                    recorded.last());
            leaveToJournal(reached, recorded.last());
        }
        for (RecordedEvent event : recorded.events()) {
            if (event.position() > reached) {
                if (events.size() >= limit) {
                    held = recorded;
                    return;
                }
                events.add(event);
            }
        }
        confirmations.add(new Confirmation(recorded.last(), recorded.endLsn()));
    }

    private void leaveToJournal(long reached, long upTo) {
        if (upTo > reached) {
            log.info("The journal gives what the log does not, from {} to {}.", reached + 1, upTo);
            journalUpTo = upTo;
        }
    }

    /** While nothing comes. */
    private void lookAfter(ReplicationStream mine) {
        long now = nanoTime.getAsLong();
        long lsn = mine.receivedLsn();
        if (lsn != receivedLsn) {
            receivedLsn = lsn; // the server goes through what is of no interest here
            aliveNanos = now;
        }
        if (!isMarked && now - cameNanos > MARK_NANOS) {
            mark();
        } else if (isMarked && now - aliveNanos > SILENCE_NANOS) {
            throw new StorageException(
                    "The stream of the database's log has brought nothing for a minute.",
                    new IllegalStateException("No mark has come back."));
        }
    }

    @Override
    public void end() {
        ReplicationStream mine = stream;
        stream = null;
        held = null;
        confirmations.clear();
        if (mine != null) {
            mine.close();
        }
    }
}
