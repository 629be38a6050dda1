package dev.daybook.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader that is far behind finds the next events read, and nothing else is changed for it. */
class ReadAheadTest {

    private static final Duration WAIT = Duration.ofSeconds(3);

    private final LinkedBlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private volatile long failsAfter = -1;
    private final ReadAhead feed = new ReadAhead(new Recorded());

    /** Ten events. */
    private final class Recorded implements Feed {
        @Override
        public List<RecordedEvent> next(long after, int limit, Duration wait) {
            asked.add(after);
            if (after == failsAfter) {
                throw new StorageException("planted", new IOException());
            }
            return JournalFeedTest.events(after + 1, Math.min(10, after + limit));
        }

        @Override
        public long head() {
            return 10;
        }
    }

    private long asked() throws InterruptedException {
        Long after = asked.poll(20, TimeUnit.SECONDS);
        return after == null ? -1 : after;
    }

    @Test
    void everyEventComesOnceAndInOrder() throws Exception {
        List<Long> seen = new ArrayList<>();
        for (long position = 0; position < 10; position = seen.getLast()) {
            seen.addAll(JournalFeedTest.positions(feed.next(position, 3, WAIT)));
        }
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void whatFollowsIsReadBeforeItIsAskedFor() throws Exception {
        assertThat(feed.next(0, 4, WAIT)).hasSize(4);
        assertThat(asked()).isZero();
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void atTheTailNothingIsReadAhead() throws Exception {
        assertThat(feed.next(8, 4, WAIT)).hasSize(2);
        assertThat(asked()).isEqualTo(8);
        assertThat(asked).isEmpty();
    }

    @Test
    void aReaderThatStartsAgainElsewhereGetsWhatItAsksFor() throws Exception {
        feed.next(0, 4, WAIT);
        assertThat(JournalFeedTest.positions(feed.next(1, 2, WAIT))).containsExactly(2L, 3L);
    }

    @Test
    void aFailureReachesTheReaderOnceAndThenItIsTriedAgain() throws Exception {
        failsAfter = 4;
        feed.next(0, 4, WAIT);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> feed.next(4, 4, WAIT))
                .withMessage("planted");
        failsAfter = -1;
        assertThat(JournalFeedTest.positions(feed.next(4, 4, WAIT)))
                .containsExactly(5L, 6L, 7L, 8L);
    }
}
