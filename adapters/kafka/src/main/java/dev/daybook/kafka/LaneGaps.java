package dev.daybook.kafka;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.RecordedEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lanes whose older events Kafka no longer keeps: those are read from the journal, once for all of
 * these lanes, up to where Kafka begins.
 */
final class LaneGaps {

    private final Feed journal;
    private final Map<Integer, Gap> open = new HashMap<>();

    /**
     * @param at up to here the lane is followed
     * @param end the last event of the lane that Kafka does not have
     */
    private record Gap(long at, long end) {

        boolean has(RecordedEvent event) {
            return event.position() > at && event.position() <= end;
        }
    }

    LaneGaps(Feed journal) {
        this.journal = journal;
    }

    void open(int slot, long at, long end) {
        open.put(slot, new Gap(at, end));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean isOpen(int slot) {
        return open.containsKey(slot);
    }

    void forget(int slot) {
        open.remove(slot);
    }

    void clear() {
        open.clear();
    }

    /**
     * The next events of these lanes; a lane that has all is none of them any more.
     *
     * @param limit the most events of the journal that are looked at
     */
    Batch next(int limit) throws InterruptedException {
        long after = open.values().stream().mapToLong(Gap::at).min().orElseThrow();
        List<RecordedEvent> read = journal.next(after, limit, Duration.ZERO);
        if (read.isEmpty()) {
            return Batch.NONE; // word of the newest commits of other nodes has not come yet
        }
        List<RecordedEvent> missing = new ArrayList<>();
        for (RecordedEvent event : read) {
            Gap gap = open.get(Lanes.slot(event.topic(), event.lane()));
            if (gap != null && gap.has(event)) {
                missing.add(event);
            }
        }
        return new Batch(missing, advance(read.getLast().position()));
    }

    private Progress advance(long upTo) {
        Map<Integer, Long> moved = new HashMap<>();
        open.replaceAll((slot, gap) -> {
            long at = Math.clamp(upTo, gap.at, gap.end);
            moved.put(slot, at);
            return new Gap(at, gap.end);
        });
        open.values().removeIf(gap -> gap.at == gap.end);
        return Progress.of(moved);
    }
}
