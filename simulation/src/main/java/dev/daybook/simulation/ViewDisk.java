package dev.daybook.simulation;

import static dev.daybook.simulation.RecordAudit.require;

import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.simulation.ledger.Tally;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What of one view on one node survives a crash: values, position and parked events, written as
 * one. Its newest writes may be lost in a crash, as views are allowed to trade that for speed; then
 * all after some moment are.
 */
final class ViewDisk {

    /** The most writes that a crash may take. */
    private static final int UNSYNCED_MAX = 4;

    private final BookDisk book;
    private final Deque<Image> unsynced = new ArrayDeque<>();
    private Image image = new Image(0, new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    /** All of it at one moment; not to be modified. */
    private record Image(
            long position,
            Map<String, Tally> values,
            NavigableMap<Long, ParkedEvent> parked,
            NavigableSet<Long> skipped) {}

    ViewDisk(BookDisk book) {
        this.book = book;
    }

    long position() {
        return image.position;
    }

    Map<String, Tally> values() {
        return image.values;
    }

    List<ParkedEvent> parked() {
        return List.copyOf(image.parked.values());
    }

    NavigableSet<Long> skipped() {
        return image.skipped;
    }

    void save(List<Write<String, Tally>> writes, long position, Collection<Long> released) {
        require(
                Invariant.A_VIEW_NEVER_GOES_BACK,
                position >= image.position && position <= book.head().position(),
                "from " + image.position + " to " + position);
        Map<String, Tally> values = new TreeMap<>(image.values);
        for (Write<String, Tally> write : writes) {
            Tally value = write.value();
            if (value != null) {
                values.put(write.key(), value);
            }
        }
        NavigableMap<Long, ParkedEvent> parked = new TreeMap<>(image.parked);
        released.forEach(parked::remove);
        replace(new Image(position, values, parked, image.skipped));
        count();
    }

    /** Every event up to the position is in the tally, parked or skipped: exactly one of these. */
    private void count() {
        Tally all = image.values.get(Tally.ALL);
        long applied = all == null ? 0 : all.events();
        long parked = image.parked.headMap(image.position, true).size();
        long skipped = image.skipped.headSet(image.position, true).size();
        require(
                Invariant.A_VIEW_IS_THE_FOLD_OF_THE_JOURNAL,
                applied + parked + skipped == image.position,
                "at "
                        + image.position
                        + " there are "
                        + applied
                        + " applied, "
                        + parked
                        + " parked and "
                        + skipped
                        + " skipped events");
    }

    void park(Collection<ParkedEvent> events) {
        NavigableMap<Long, ParkedEvent> parked = new TreeMap<>(image.parked);
        events.forEach(event -> parked.putIfAbsent(event.position(), event));
        replace(new Image(image.position, image.values, parked, image.skipped));
    }

    /** What is released without having been repaired was skipped. */
    void release(Collection<Long> positions) {
        NavigableMap<Long, ParkedEvent> parked = new TreeMap<>(image.parked);
        NavigableSet<Long> skipped = new TreeSet<>(image.skipped);
        for (long position : positions) {
            if (parked.remove(position) != null) {
                skipped.add(position);
            }
        }
        replace(new Image(image.position, image.values, parked, skipped));
    }

    private void replace(Image next) {
        if (unsynced.size() == UNSYNCED_MAX) {
            unsynced.removeFirst();
        }
        unsynced.add(image);
        image = next;
    }

    /** Loses some of the newest writes; false when there was none to lose. */
    boolean loseNewest(RandomGenerator random) {
        List<Image> older = new ArrayList<>(unsynced);
        unsynced.clear();
        if (older.isEmpty()) {
            return false;
        }
        image = older.get(random.nextInt(older.size()));
        return true;
    }
}
