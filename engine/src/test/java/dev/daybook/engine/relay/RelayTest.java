package dev.daybook.engine.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What is published, by whom and when, when nodes and brokers fail at bad moments. */
class RelayTest {

    private static final Topic TOPIC = new Topic("counts", 0);

    private final List<RecordedEvent> journal = new ArrayList<>();
    private final Broker broker = new Broker();
    private Node holder;
    private long nanos;
    private Duration waited;

    private final Node first = new Node();
    private final Node second = new Node();

    RelayTest() {
        holder = first;
    }

    @Test
    void everyEventIsPublishedOnceAndInOrder() {
        happens(3);
        first.step();
        happens(2);
        first.step();
        assertThat(broker.positions).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(first.relay.published().position()).isEqualTo(5);
        assertThat(first.relay.state()).isEqualTo(RelayStatus.State.LIVE);
    }

    @Test
    void aLostReplyOfTheBrokerPublishesNothingTwice() {
        happens(3);
        broker.losesReply = true;
        first.fail();
        happens(1);
        first.step();
        assertThat(broker.positions).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anotherNodeTakesOverWhereTheFirstLeftOff() {
        happens(3);
        first.step();
        second.step();
        assertThat(second.relay.state()).isEqualTo(RelayStatus.State.STANDBY);
        holder = second; // the first is gone
        happens(2);
        second.step();
        assertThat(broker.positions).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theSourceIsToldWhereToGoOnWheneverANodeBegins() {
        happens(3);
        first.step();
        broker.losesReply = true;
        happens(1);
        first.fail();
        first.step();
        holder = second;
        second.step();
        assertThat(first.begunAfter).containsExactly(0L, 4L);
        assertThat(second.begunAfter).containsExactly(4L);
    }

    @Test
    void aNodeThatStoodStillDoesNoHarmAndStandsBy() {
        happens(3);
        first.step();
        holder = second;
        happens(2);
        second.step();
        first.believesToLead = true; // it has not noticed yet
        first.fail();
        first.believesToLead = false;
        happens(1);
        first.step();
        second.step();
        assertThat(first.relay.state()).isEqualTo(RelayStatus.State.STANDBY);
        assertThat(broker.positions).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(broker.begun).as("they do not fence each other for ever").isEqualTo(2);
    }

    @Test
    void aBrokerThatIsAwayIsTriedForEverWithABoundedPause() {
        happens(1);
        broker.isAway = true;
        long pause = 0;
        for (int i = 0; i < 100; i++) {
            pause = first.fail();
        }
        assertThat(pause).isEqualTo(5_000);
        assertThat(first.relay.state()).isEqualTo(RelayStatus.State.RETRYING);
        assertThat(first.relay.error()).isEqualTo("away");
        broker.isAway = false;
        first.step();
        assertThat(broker.positions).containsExactly(1L);
        assertThat(first.relay.error()).isNull();
    }

    @Test
    void aFailureThatSaysNothingIsToldByItsName() {
        first.relay.failed(new NullPointerException());
        assertThat(first.relay.error()).isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void aNodeThatCannotReachTheBrokerLetsAnotherTry() {
        happens(1);
        broker.isAway = true;
        first.fail();
        first.fail();
        assertThat(holder).isSameAs(first);
        first.fail();
        assertThat(holder).isNull();
    }

    @Test
    void lanesWithoutEventsAreToldAtOnceAtLowLoad() {
        happens(1);
        first.step();
        pass(110);
        happens(1);
        first.step();
        assertThat(broker.everyLaneAt).containsExactly(1L, 2L);
    }

    @Test
    void lanesWithoutEventsAreToldNotMoreThanTenTimesASecond() {
        for (int i = 0; i < 1_000; i++) {
            happens(1);
            pass(1);
            first.step();
        }
        assertThat(broker.everyLaneAt).hasSizeBetween(9, 11);
        pass(100);
        first.step();
        assertThat(broker.everyLaneAt).as("by themselves when no more comes").endsWith(1_000L);
    }

    @Test
    void whatComesSoonAfterABatchGathers() {
        happens(1);
        assertThat(first.step()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        pass(100);
        assertThat(first.step()).as("only lanes are told something").isZero();
        happens(Relay.BATCH_EVENTS_MAX);
        assertThat(first.step()).as("it is behind").isZero();
        broker.takesNanos = TimeUnit.MILLISECONDS.toNanos(15);
        happens(1);
        assertThat(first.step()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
        broker.takesNanos = TimeUnit.MILLISECONDS.toNanos(30);
        happens(1);
        assertThat(first.step()).as("enough have gathered").isZero();
    }

    @Test
    void aRelayAtRestIsSilentButForOnceAnHour() {
        happens(1);
        first.step();
        for (int i = 0; i < 7_200; i++) {
            pass(1_000);
            first.step();
        }
        assertThat(broker.everyLaneAt).containsExactly(1L, 1L, 1L);
    }

    @Test
    void anEmptyBookIsPublishedAsNothing() {
        first.step();
        pass(TimeUnit.DAYS.toMillis(1));
        first.step();
        assertThat(waited).as("it does not spin").isPositive();
        assertThat(broker.batches).isZero();
        assertThat(first.relay.published().position()).isZero();
    }

    @Test
    void aFeedThatLeavesOutAnEventPublishesNothing() {
        happens(3);
        journal.remove(1);
        first.fail();
        assertThat(broker.positions).isEmpty();
    }

    @Test
    void aRelayThatIsStoppedLetsTheNextBeginAtOnce() {
        first.step();
        first.relay.stop();
        assertThat(holder).isNull();
        assertThat(first.relay.state()).isEqualTo(RelayStatus.State.STOPPED);
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void happens(int times) {
        for (int i = 0; i < times; i++) {
            long position = journal.size() + 1L;
            journal.add(
                    new RecordedEvent(
                            position,
                            new EntityId("thing", "a"),
                            position,
                            TOPIC,
                            0,
                            position - 1,
                            "Counted",
                            1,
                            new byte[0],
                            Instant.EPOCH,
                            null,
                            new UUID(0, position),
                            new Provenance("a", null, "test", "", "", null, null),
                            new byte[32]));
        }
    }

    /** Keeps what was published, and lets only the node publish that began last. */
    private static final class Broker {
        final List<Long> positions = new ArrayList<>();
        final List<Long> everyLaneAt = new ArrayList<>();
        int begun;
        int batches;
        long takesNanos;
        boolean isAway;
        boolean losesReply;
    }

    private final class Node implements Publisher, Lease, Source {

        private final Relay relay = new Relay(this, this, this, () -> nanos);
        private boolean believesToLead;
        private int epoch;
        private final List<Long> begunAfter = new ArrayList<>();

        long step() {
            try {
                return relay.step(Duration.ofMillis(500));
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        }

        long fail() {
            Throwable failure = catchThrowable(this::step);
            assertThat(failure).isNotNull();
            return relay.failed(failure);
        }

        @Override
        public long begin() {
            reach();
            epoch = ++broker.begun;
            return broker.positions.size();
        }

        @Override
        public void publish(Batch batch) {
            reach();
            if (epoch != broker.begun) {
                throw new PublishingException("fenced", null);
            }
            broker.batches++;
            nanos += broker.takesNanos;
            batch.events().forEach(event -> broker.positions.add(event.position()));
            if (batch.everyLane()) {
                broker.everyLaneAt.add(batch.position());
            }
            if (broker.losesReply) {
                broker.losesReply = false;
                throw new PublishingException("lost", null);
            }
        }

        private void reach() {
            if (broker.isAway) {
                throw new PublishingException("away", null);
            }
        }

        @Override
        public void end() {
            epoch = 0;
        }

        @Override
        public List<Violation> violations() {
            return List.of();
        }

        @Override
        public boolean await(Duration atMost) {
            if (holder == null) {
                holder = this;
            }
            return believesToLead || holder == this;
        }

        @Override
        public void release() {
            if (holder == this) {
                holder = null;
            }
        }

        @Override
        public List<RecordedEvent> next(long after, int limit, Duration wait) {
            waited = wait;
            return journal.subList(
                    (int) Math.min(after, journal.size()),
                    (int) Math.min(journal.size(), after + limit));
        }

        @Override
        public void begin(long position) {
            begunAfter.add(position);
        }

        @Override
        public void close() {}
    }
}
