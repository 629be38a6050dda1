package dev.daybook.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The tail in memory never has a hole, and a position can be waited for. */
class JournalFeedTest {

    private static RecordedEvent event(long position) {
        return new RecordedEvent(
                position,
                new EntityId("thing", "t"),
                position,
                new Topic("things", 0),
                0,
                position - 1,
                "Happened",
                1,
                new byte[0],
                Instant.EPOCH,
                null,
                new UUID(0, position),
                new Provenance("a", null, "test", "", "", null, null),
                new byte[32]);
    }

    static List<RecordedEvent> events(long from, long to) {
        List<RecordedEvent> events = new ArrayList<>();
        for (long position = from; position <= to; position++) {
            events.add(event(position));
        }
        return events;
    }

    static List<Long> positions(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::position).toList();
    }

    @Test
    void theTailGivesWhatItHoldsAndAdmitsWhatItDoesNot() {
        Tail tail = new Tail(4);
        tail.append(events(1, 3));
        assertThat(positions(tail.after(0, 10))).containsExactly(1L, 2L, 3L);
        assertThat(positions(tail.after(1, 1))).containsExactly(2L);
        tail.append(events(4, 6));
        assertThat(tail.after(0, 10)).isNull();
        assertThat(tail.after(1, 10)).isNull();
        assertThat(positions(tail.after(2, 10))).containsExactly(3L, 4L, 5L, 6L);
        assertThat(tail.after(6, 10)).isEmpty();
        assertThat(tail.after(7, 10)).isNull();
    }

    @Test
    void whatAnotherNodeWroteInBetweenIsNotPretendedToBeThere() {
        Tail tail = new Tail(8);
        tail.append(events(1, 3));
        tail.append(events(6, 7));
        assertThat(tail.after(3, 10)).isNull();
        assertThat(tail.after(2, 10)).isNull();
        assertThat(positions(tail.after(5, 10))).containsExactly(6L, 7L);
    }

    @Test
    void aPositionIsWaitedForAndNotLongerThanAsked() throws Exception {
        PositionSignal signal = new PositionSignal(5);
        assertThat(signal.await(5, Duration.ZERO)).isTrue();
        assertThat(signal.await(6, Duration.ofMillis(5))).isFalse();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return signal.await(7, Duration.ofSeconds(20));
                    } catch (InterruptedException interrupted) {
                        return false;
                    }
                });
        signal.advance(6);
        signal.advance(7);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        signal.advance(3);
        assertThat(signal.position()).isEqualTo(7);
    }

    @Test
    void wordOfACommitOfThisNodeSendsNobodyToTheStore() throws Exception {
        Recorded journal = new Recorded();
        JournalFeed feed = new JournalFeed(journal);
        CompletableFuture<Void> word = CompletableFuture.runAsync(() -> feed.heard(3));
        feed.committed(events(1, 3), 1);
        word.get(20, TimeUnit.SECONDS);
        assertThat(positions(feed.next(0, 10, Duration.ZERO))).containsExactly(1L, 2L, 3L);
        assertThat(journal.reads).isZero();
    }

    @Test
    void wordOfACommitOfAnotherNodeIsBelievedInAMoment() throws Exception {
        Recorded journal = new Recorded();
        JournalFeed feed = new JournalFeed(journal);
        feed.heard(2);
        assertThat(feed.head()).isEqualTo(2);
        assertThat(positions(feed.next(0, 10, Duration.ZERO))).containsExactly(1L, 2L);
        assertThat(journal.reads).isEqualTo(1);
    }

    /** A store in which two events are. */
    private static final class Recorded implements Journal {

        private int reads;

        @Override
        public Head head() {
            return new Head("book", 0, Instant.EPOCH, new long[0], new MerkleFrontier());
        }

        @Override
        public List<RecordedEvent> read(long after, int limit) {
            reads++;
            return events(after + 1, 2);
        }

        @Override
        public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long positionAt(Instant instant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Snapshot snapshot(EntityId entity, long upTo) {
            throw new UnsupportedOperationException();
        }
    }
}
