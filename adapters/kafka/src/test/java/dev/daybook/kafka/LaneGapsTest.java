package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.RecordedEvent;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class LaneGapsTest {

    private static final int LIMIT = 37;
    private static final int EARLY = Lanes.slot(Things.MADE, 3);
    private static final int LATE = Lanes.slot(Things.NAMED, 5);

    private final List<RecordedEvent> history =
            Things.history("b", 2_000, Instant.parse("2026-07-15T10:00:00Z"));
    private final Journaled journal = new Journaled(history);
    private final LaneGaps gaps = new LaneGaps(journal);
    private final List<RecordedEvent> found = new ArrayList<>();

    @BeforeEach
    void open() {
        gaps.open(EARLY, 10, 900);
        gaps.open(LATE, 500, 1_500);
    }

    @Test
    void eachLaneGetsWhatItMissesOnceAndInOrder() throws Exception {
        journal.upTo(2_000);
        while (!gaps.isEmpty()) {
            Batch batch = gaps.next(LIMIT);
            found.addAll(batch.events());
            assertThat(batch.progress().of(EARLY)).isBetween(0L, 900L);
        }
        assertThat(found)
                .containsExactlyElementsOf(
                        history.stream()
                                .filter(event ->
                                        isIn(event, EARLY, 10, 900)
                                                || isIn(event, LATE, 500, 1_500))
                                .toList());
    }

    @Test
    void aLaneWaitsForWordOfTheNewestCommits() throws Exception {
        journal.upTo(1_000);
        while (gaps.isOpen(EARLY)) {
            gaps.next(LIMIT);
        }
        while (!gaps.next(LIMIT).equals(Batch.NONE)) {}
        assertThat(gaps.isOpen(LATE)).isTrue();
        journal.upTo(1_500);
        while (gaps.isOpen(LATE)) {
            found.addAll(gaps.next(LIMIT).events());
        }
        assertThat(found)
                .containsExactlyElementsOf(
                        history.stream().filter(event -> isIn(event, LATE, 1_000, 1_500)).toList());
    }

    private static boolean isIn(RecordedEvent event, int slot, long after, long upTo) {
        return Lanes.slot(event.topic(), event.lane()) == slot
                && event.position() > after
                && event.position() <= upTo;
    }
}
