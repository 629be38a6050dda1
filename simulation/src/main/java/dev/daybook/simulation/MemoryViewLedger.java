package dev.daybook.simulation;

import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.ViewLedger;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** A node's ledger of one view. */
record MemoryViewLedger(ViewDisk disk, Calls calls) implements ViewLedger {

    @Override
    public void park(Collection<ParkedEvent> events) {
        calls.before("park");
        disk.park(events);
        calls.tell("parked " + events.size());
        calls.after("park");
    }

    @Override
    public List<ParkedEvent> parked(String view) {
        calls.before("parked");
        return disk.parked();
    }

    @Override
    public void release(String view, Collection<Long> positions) {
        calls.before("release");
        disk.release(positions);
        calls.after("release");
    }

    @Override
    public void reached(String view, Collection<Reached> entries) {
        calls.before("reached");
    }

    @Override
    public @Nullable Reached firstReached(String view, int lane, long position) {
        return null;
    }
}
