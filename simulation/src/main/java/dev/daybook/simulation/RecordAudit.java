package dev.daybook.simulation;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Ledger;
import dev.daybook.simulation.ledger.LedgerCommand;
import dev.daybook.simulation.ledger.LedgerEvent;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Looks at each batch in the moment it becomes durable. It keeps its own account of everything, and
 * believes nothing of what the engine says about itself.
 */
final class RecordAudit {

    private final EventHash hash = new EventHash(BookDisk.BOOK);
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final long[] lanes = new long[2 * Lanes.PER_TOPIC];
    private final Map<EntityId, Versioned<Account>> folded = new HashMap<>();
    private final Map<UUID, LedgerCommand> submitted = new HashMap<>();
    private final Set<UUID> decided = new HashSet<>();
    private final Set<Key> keys = new HashSet<>();
    private final ReferenceLedger reference = new ReferenceLedger();
    private long position;
    private Instant recordedAt = Instant.EPOCH;

    /** A command is about to be sent; it can be decided from now on, and not before. */
    void submitted(UUID id, LedgerCommand command) {
        submitted.put(id, command);
    }

    void batch(WriteStore.Batch<Account> batch) {
        batch.events().forEach(this::event);
        head(batch.head());
        batch.commands().forEach(this::command);
        for (WriteStore.StateChange<Account> change : batch.states()) {
            require(
                    Invariant.STATE_IS_THE_FOLD_OF_THE_JOURNAL,
                    change.after().equals(folded.get(change.entity())),
                    change.entity() + " is stored as " + change.after());
        }
        require(
                Invariant.BOOK_SUMS_TO_ZERO,
                folded.values().stream().mapToLong(RecordAudit::balance).sum() == 0,
                "at position " + position);
    }

    private void event(RecordedEvent event) {
        require(
                Invariant.POSITIONS_ARE_GAPLESS,
                event.position() == position + 1,
                event.position() + " follows " + position);
        position = event.position();
        Versioned<Account> before = folded.getOrDefault(event.entity(), Versioned.none());
        require(
                Invariant.VERSIONS_ARE_GAPLESS,
                event.version() == before.version() + 1,
                "version " + event.version() + " follows " + before.version());
        int slot = Lanes.slot(event.topic(), event.lane());
        require(
                Invariant.LANES_ARE_CHAINS,
                event.lane() == Lanes.of(event.entity()) && event.previous() == lanes[slot],
                position + " names " + event.previous() + ", not " + lanes[slot]);
        lanes[slot] = position;
        require(Invariant.HASHES_MATCH, hash.matches(event), "position " + position);
        frontier.append(event.hash());
        require(
                Invariant.TIME_NEVER_RUNS_BACKWARDS,
                !event.recordedAt().isBefore(recordedAt),
                event.recordedAt() + " follows " + recordedAt);
        recordedAt = event.recordedAt();
        LedgerEvent what =
                Ledger.DOMAIN.events().decode(event.type(), event.schema(), event.payload());
        folded.put(
                event.entity(),
                new Versioned<>(
                        Ledger.DOMAIN.decider().evolve(before.state(), what), event.version()));
    }

    private void head(Head head) {
        require(
                Invariant.POSITIONS_ARE_GAPLESS,
                head.position() == position,
                "the head is " + head.position() + " and the last event " + position);
        require(Invariant.LANES_ARE_CHAINS, Arrays.equals(head.lanes(), lanes), "in the head");
        require(
                Invariant.MERKLE_FRONTIER_MATCHES,
                Arrays.equals(head.frontier().root(), frontier.root()),
                "at position " + position);
    }

    private void command(CommandRecord command) {
        LedgerCommand asked = submitted.get(command.id());
        require(
                Invariant.A_COMMAND_IS_DECIDED_ONCE,
                asked != null && decided.add(command.id()),
                "command " + command.id());
        if (command.key() != null) {
            require(
                    Invariant.A_KEY_HAS_ONE_OUTCOME,
                    keys.add(new Key(command.client(), command.key())),
                    "key " + command.key());
        }
        String outcome = ReferenceLedger.name(command.outcome());
        if (asked != null && !outcome.equals(Outcome.Rejected.KEY_REUSED)) {
            String expected = reference.run(command.id(), asked);
            require(
                    Invariant.DECISIONS_ARE_SERIAL,
                    outcome.equals(expected),
                    asked + " ended as " + outcome + ", one by one as " + expected);
        }
    }

    private static long balance(Versioned<Account> account) {
        Account state = account.state();
        return state == null ? 0 : state.balance();
    }

    static void require(Invariant invariant, boolean holds, String otherwise) {
        if (!holds) {
            throw new Violation(invariant, otherwise);
        }
    }
}
