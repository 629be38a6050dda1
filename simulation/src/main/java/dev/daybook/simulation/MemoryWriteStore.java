package dev.daybook.simulation;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.simulation.ledger.Account;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A node's transactions on the book. */
final class MemoryWriteStore implements WriteStore<Account> {

    private final BookDisk disk;
    private final Calls calls;

    MemoryWriteStore(BookDisk disk, Calls calls) {
        this.disk = disk;
        this.calls = calls;
    }

    @Override
    public Transaction<Account> begin() {
        calls.before("begin");
        if (!disk.lock()) {
            throw calls.failure(Fault.HEAD_LOCKED, "begin");
        }
        Locked transaction = new Locked();
        try {
            calls.after("begin");
        } catch (RuntimeException | Crash lost) {
            transaction.close(); // whoever never got the connection cannot keep the lock
            throw lost;
        }
        return transaction;
    }

    @Override
    public Reads<Account> ahead() {
        calls.before("ahead");
        return new Looks();
    }

    /** Each look may fall on either side of a commit that is under way. */
    private class Looks implements Reads<Account> {

        @Override
        public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
            look("commands");
            List<CommandRecord> found = new ArrayList<>();
            for (Key key : keys) {
                CommandRecord command = disk.command(key);
                if (command != null) {
                    found.add(command);
                }
            }
            for (UUID id : ids) {
                CommandRecord command = disk.command(id);
                if (command != null && !found.contains(command)) {
                    found.add(command);
                }
            }
            return found;
        }

        @Override
        public Map<EntityId, Versioned<Account>> load(Collection<EntityId> entities) {
            look("load");
            Map<EntityId, Versioned<Account>> found = new HashMap<>();
            for (EntityId entity : entities) {
                Versioned<Account> state = disk.state(entity);
                if (state != null) {
                    found.put(entity, state);
                }
            }
            return found;
        }

        private void look(String what) {
            calls.before(what);
            disk.commitUnderWay(calls.coin());
        }
    }

    private final class Locked extends Looks implements Transaction<Account> {

        private @Nullable Batch<Account> written;
        private boolean over;

        @Override
        public Head head() {
            calls.before("head");
            return disk.head();
        }

        @Override
        public List<RecordedEvent> eventsAfter(long position, int limit) {
            calls.before("catch-up");
            return disk.read(position, limit);
        }

        @Override
        public void write(Batch<Account> batch) {
            calls.before("write");
            for (CommandRecord command : batch.commands()) {
                if (disk.isRecorded(command)) { // a unique index sees to that
                    throw calls.failure(Fault.RECORDED_ALREADY, "write");
                }
            }
            written = batch;
            calls.after("write");
        }

        @Override
        public void commit() {
            calls.before("commit");
            Batch<Account> batch = written;
            if (batch == null) {
                throw new IllegalStateException("Nothing was written.");
            }
            over = true;
            if (calls.inDoubt()) {
                disk.doubt(batch);
                throw calls.failure(Fault.COMMIT_IN_DOUBT, "commit");
            }
            disk.begin(batch);
            calls.whileUnderWay("commit");
            disk.commitUnderWay(true);
            disk.unlock();
            calls.tell(
                    "committed up to "
                            + disk.head().position()
                            + ", commands "
                            + batch.commands().size());
            calls.after("commit");
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                disk.unlock();
            }
        }
    }
}
