package dev.daybook.engine.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

class JournalSourceTest {

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger(10);
    private final AtomicInteger writing = new AtomicInteger();
    private final JournalSource source =
            new JournalSource(
                    new ShortFeed(), () -> writing.getAndDecrement() > 0, begun::incrementAndGet);

    @Test
    void aBookThatWasRestoredToBeforeWhatIsPublishedIsNotRelayed() {
        assertThatExceptionOfType(BookBehindBrokerException.class)
                .isThrownBy(() -> source.begin(4))
                .withMessageContainingAll("up to position 4", "restored");
        assertThat(begun).hasValue(0);
    }

    @Test
    void aBookThatReachesAsFarOrFurtherIs() throws Exception {
        source.begin(3);
        source.begin(0);
        assertThat(begun).hasValue(2);
        assertThat(source.next(1, 10, Duration.ZERO))
                .extracting(RecordedEvent::position)
                .containsExactly(2L, 3L);
    }

    @Test
    void whatIsBeingWrittenIsGatheredAsFarAsItComes() throws Exception {
        atOnce.set(1);
        assertThat(source.next(0, 10, Duration.ZERO)).hasSize(1);
        writing.set(2);
        assertThat(source.next(0, 10, Duration.ZERO)).hasSize(2);
        writing.set(Integer.MAX_VALUE); // and never done
        assertThat(source.next(0, 10, Duration.ZERO))
                .extracting(RecordedEvent::position)
                .containsExactly(1L, 2L, 3L);
        assertThat(source.next(0, 2, Duration.ZERO)).hasSize(2);
    }

    /** Three events, so many at once. */
    private final class ShortFeed implements Feed {

        @Override
        public List<RecordedEvent> next(long after, int limit, Duration wait) {
            return LongStream.rangeClosed(after + 1, head())
                    .limit(Math.min(limit, atOnce.get()))
                    .mapToObj(ShortFeed::event)
                    .toList();
        }

        @Override
        public long head() {
            return 3;
        }

        private static RecordedEvent event(long position) {
            return new RecordedEvent(
                    position,
                    new EntityId("thing", "a"),
                    position,
                    new Topic("counts", 0),
                    0,
                    position - 1,
                    "Counted",
                    1,
                    new byte[0],
                    Instant.EPOCH,
                    null,
                    new UUID(0, position),
                    new Provenance("a", null, "test", "", "", null, null),
                    new byte[32]);
        }
    }
}
