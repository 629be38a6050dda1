package dev.daybook.kafka;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;

import java.util.Arrays;
import java.util.List;

/** How far each lane of a book is published. Of one thread. */
final class PublishedLanes {

    private final List<Topic> topics;
    private final long[] complete;
    private final long[] lastEvent;

    PublishedLanes(List<Topic> topics) {
        this.topics = topics;
        int slots =
                topics.stream()
                        .mapToInt(topic -> Lanes.slot(topic, Lanes.PER_TOPIC))
                        .max()
                        .orElse(0);
        this.complete = new long[slots];
        this.lastEvent = new long[slots];
    }

    /** Up to this position the lane is complete; later ones of the same lane count. */
    void reached(Topic topic, int lane, long position, long lastEventPosition) {
        int slot = Lanes.slot(topic, lane);
        if (position >= complete[slot]) {
            complete[slot] = position;
            lastEvent[slot] = lastEventPosition;
        }
    }

    /** Up to this position a lane is complete; 0 when nothing is in it. */
    long complete(Topic topic, int lane) {
        return complete[Lanes.slot(topic, lane)];
    }

    /** The position of the last event in a lane; 0 when there is none. */
    long lastEvent(Topic topic, int lane) {
        return lastEvent[Lanes.slot(topic, lane)];
    }

    /** Up to this position every lane is complete. */
    long lowest() {
        return topics.stream()
                .flatMapToLong(topic ->
                        Arrays.stream(
                                complete, Lanes.slot(topic, 0), Lanes.slot(topic, Lanes.PER_TOPIC)))
                .min()
                .orElse(0);
    }
}
