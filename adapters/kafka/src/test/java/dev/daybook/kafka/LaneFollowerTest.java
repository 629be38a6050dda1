package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.kafka.LaneFollower.Outcome;
import dev.daybook.kafka.Things.Made;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a record does to a lane that is somewhere already. */
class LaneFollowerTest {

    private static final long NOW = 1_000;
    private static final RecordedEvent EVENT = Things.event("main", 5, 2, new Made("eve", 1));
    private static final int SLOT = Lanes.slot(EVENT.topic(), EVENT.lane());

    private final KafkaRecords records =
            new KafkaRecords(new TopicNames("", "main", Things.CATALOG), Things.CATALOG);
    private final LaneFollower follower = new LaneFollower(records);
    private final List<RecordedEvent> events = new ArrayList<>();

    private Outcome take(long at, long complete) {
        ProducerRecord<byte[], byte[]> record = records.recorded(EVENT, 7, NOW);
        KafkaRecords.complete(record, complete);
        follower.moveTo(Progress.of(Map.of(SLOT, at)));
        return follower.take(Things.received(record), EVENT.topic(), SLOT, events);
    }

    @Test
    void anEventThatIsNextTakesTheLaneAsFarAsItSays() {
        assertThat(take(2, 9)).isEqualTo(new Outcome.Taken(9));
        assertThat(events).hasSize(1);
        assertThat(follower.repeated()).isZero();
    }

    @Test
    void anEventThatTheLaneHasAlreadyStillSaysHowFarItIsComplete() {
        assertThat(take(7, 9)).isEqualTo(new Outcome.Taken(9));
        assertThat(events).isEmpty();
        assertThat(follower.repeated()).isOne();
    }

    @Test
    void aLaneThatIsFurtherStaysWhereItIs() {
        assertThat(take(12, 9)).isEqualTo(new Outcome.Taken(12));
        assertThat(events).isEmpty();
        assertThat(follower.repeated()).isOne();
    }

    @Test
    void aLaneThatMissesTheEventBeforeDoesNotMove() {
        assertThat(take(1, 9)).isInstanceOf(Outcome.Early.class);
        assertThat(follower.position(SLOT)).isOne();
        assertThat(events).isEmpty();
    }
}
