package dev.daybook.simulation;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.simulation.ledger.Account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What of a book survives every crash, shared by all nodes; and the lock of its head. */
final class BookDisk {

    static final String BOOK = "simulated";

    private final RecordAudit audit;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<EntityId, Versioned<Account>> states = new HashMap<>();
    private final Map<UUID, CommandRecord> commands = new HashMap<>();
    private final Map<Key, CommandRecord> byKey = new HashMap<>();
    private Head head =
            new Head(BOOK, 0, Instant.EPOCH, new long[2 * Lanes.PER_TOPIC], new MerkleFrontier());
    private boolean locked;
    private boolean unique = true;
    private WriteStore.@Nullable Batch<Account> underWay;
    private WriteStore.@Nullable Batch<Account> inDoubt;

    BookDisk(RecordAudit audit) {
        this.audit = audit;
    }

    /** Takes the lock of the head; false when somebody else has it. */
    boolean lock() {
        if (locked) {
            return false;
        }
        locked = true;
        return true;
    }

    void unlock() {
        locked = false;
    }

    /** All of a batch at once. */
    void commit(WriteStore.Batch<Account> batch) {
        audit.batch(batch);
        events.addAll(batch.events());
        batch.states().forEach(change -> states.put(change.entity(), change.after()));
        for (CommandRecord command : batch.commands()) {
            commands.put(command.id(), command);
            if (command.key() != null) {
                byKey.put(new Key(command.client(), command.key()), command);
            }
        }
        head = batch.head();
    }

    /** A commit is under way; it takes effect when somebody says so, and at once. */
    void begin(WriteStore.Batch<Account> batch) {
        underWay = batch;
    }

    void commitUnderWay(boolean now) {
        WriteStore.Batch<Account> batch = underWay;
        if (batch != null && now) {
            underWay = null;
            commit(batch);
        }
    }

    /**
     * A commit whose connection broke: the head stays locked until it is known what became of it.
     */
    void doubt(WriteStore.Batch<Account> batch) {
        inDoubt = batch;
    }

    boolean isInDoubt() {
        return inDoubt != null;
    }

    /** It becomes known. */
    void resolve(boolean committed) {
        WriteStore.Batch<Account> batch = inDoubt;
        inDoubt = null;
        unlock();
        if (batch != null && committed) {
            commit(batch);
        }
    }

    Head head() {
        return head;
    }

    List<RecordedEvent> read(long after, int limit) {
        int from = (int) Math.min(after, events.size());
        int to = (int) Math.min(events.size(), after + limit);
        return List.copyOf(events.subList(from, Math.max(from, to)));
    }

    @Nullable Versioned<Account> state(EntityId entity) {
        return states.get(entity);
    }

    int entities() {
        return states.size();
    }

    /** Whether a unique index forbids it. */
    boolean isRecorded(CommandRecord command) {
        return unique
                && (commands.containsKey(command.id())
                        || (command.key() != null
                                && byKey.containsKey(new Key(command.client(), command.key()))));
    }

    void dropUniqueIndexes() {
        unique = false;
    }

    @Nullable CommandRecord command(UUID id) {
        return commands.get(id);
    }

    @Nullable CommandRecord command(Key key) {
        return byKey.get(key);
    }
}
