package dev.daybook.simulation;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookSnapshot;
import dev.daybook.simulation.ledger.Account;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The book at rest, for the engine's own verification. */
record MemorySnapshot(BookDisk disk) implements BookSnapshot<Account> {

    @Override
    public Head head() {
        return disk.head();
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        return disk.read(after, limit);
    }

    @Override
    public Map<EntityId, Versioned<Account>> load(Collection<EntityId> entities) {
        Map<EntityId, Versioned<Account>> found = new HashMap<>();
        for (EntityId entity : entities) {
            Versioned<Account> state = disk.state(entity);
            if (state != null) {
                found.put(entity, state);
            }
        }
        return found;
    }

    @Override
    public long entities() {
        return disk.entities();
    }

    @Override
    public void close() {}
}
