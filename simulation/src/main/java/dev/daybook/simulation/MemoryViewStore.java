package dev.daybook.simulation;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.simulation.ledger.Tally;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A node's store of one view. */
final class MemoryViewStore implements ViewStore<String, Tally> {

    private final ViewDisk disk;
    private final Calls calls;
    private final Predicate<Write<String, Tally>> refused;

    /**
     * @param refused the values that it cannot take
     */
    MemoryViewStore(ViewDisk disk, Calls calls, Predicate<Write<String, Tally>> refused) {
        this.disk = disk;
        this.calls = calls;
        this.refused = refused;
    }

    @Override
    public Progress open(Set<Integer> lanes) {
        calls.before("view open");
        return Progress.all(disk.position());
    }

    @Override
    public Map<String, Stored<Tally>> load(Collection<String> keys) {
        calls.before("view load");
        Map<String, Stored<Tally>> found = new HashMap<>();
        disk.values()
                .forEach((key, tally) -> {
                    if (keys.contains(key)) {
                        found.put(key, new Stored<>(tally, 0));
                    }
                });
        return found;
    }

    @Override
    public Progress progress() {
        return Progress.all(disk.position());
    }

    @Override
    public void save(List<Write<String, Tally>> writes, Progress progress) {
        save(writes, progress.of(Lanes.ALL), List.of());
    }

    @Override
    public void repair(List<Write<String, Tally>> writes, List<Long> released) {
        save(writes, disk.position(), released);
    }

    private void save(List<Write<String, Tally>> writes, long position, List<Long> released) {
        calls.before("view save");
        if (writes.stream().anyMatch(refused)) {
            throw new IllegalArgumentException("a value that this store does not take");
        }
        disk.save(writes, position, released);
        calls.tell("saved a view at " + position);
        calls.after("view save");
    }

    @Override
    public void scan(BiConsumer<String, Tally> each) {
        disk.values().forEach(each);
    }

    @Override
    public void drop() {
        throw new UnsupportedOperationException("A simulated view is never dropped.");
    }

    @Override
    public void close() {}
}
