package dev.daybook.engine.feed;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.RecordedEvent;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each of some lanes has been followed: every event of the lane up to its position, and
 * none after it. A reader of the journal itself moves all lanes together, as the one lane {@link
 * Lanes#ALL}; a reader of a broker moves each by itself. Immutable.
 */
public final class Progress {

    private static final Set<Integer> TOGETHER = Set.of(Lanes.ALL);
    private static final Progress NOWHERE = new Progress(new TreeMap<>());

    private final SortedMap<Integer, Long> positions;

    private Progress(SortedMap<Integer, Long> positions) {
        this.positions = positions;
    }

    /** All lanes of a book up to one position. */
    public static Progress all(long position) {
        return of(Map.of(Lanes.ALL, position));
    }

    /**
     * @param positions by the slots of lanes; see {@link Lanes#slot}
     */
    public static Progress of(Map<Integer, Long> positions) {
        return new Progress(new TreeMap<>(positions));
    }

    /** Of no lane. */
    public static Progress nowhere() {
        return NOWHERE;
    }

    /** The lanes that are followed. */
    public Set<Integer> lanes() {
        return positions.keySet();
    }

    /** The position of a lane; 0 when it is not followed. */
    public long of(int slot) {
        Long own = positions.get(slot);
        return own != null ? own : positions.getOrDefault(Lanes.ALL, 0L);
    }

    /** The position that all of these lanes have reached. */
    public long of(Set<Integer> slots) {
        if (slots.isEmpty() || lanes().equals(TOGETHER)) {
            return lowest();
        }
        long lowest = Long.MAX_VALUE;
        for (int slot : slots) {
            lowest = Math.min(lowest, of(slot));
        }
        return lowest;
    }

    /** The position that all lanes have reached that are followed; 0 when none is. */
    public long lowest() {
        return positions.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Whether an event is among what has been followed. */
    public boolean has(RecordedEvent event) {
        return event.position() <= of(Lanes.slot(event.topic(), event.lane()));
    }

    /** This, with the lanes of another where that is further. */
    public Progress and(Progress other) {
        SortedMap<Integer, Long> both = new TreeMap<>(positions);
        other.positions.forEach((slot, position) -> both.merge(slot, position, Math::max));
        return new Progress(both);
    }

    /** The positions by slot, in the order of slots; not to be modified. */
    public SortedMap<Integer, Long> positions() {
        return positions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Progress progress && positions.equals(progress.positions);
    }

    @Override
    public int hashCode() {
        return positions.hashCode();
    }

    @Override
    public String toString() {
        return positions.toString();
    }
}
