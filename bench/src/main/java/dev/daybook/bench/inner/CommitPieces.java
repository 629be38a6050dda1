package dev.daybook.bench.inner;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.MerkleFrontier;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The pieces, each as the committer or a view uses it. Public, and not final, as JMH generates a
 * class beneath it.
 */
@State(Scope.Thread)
public class CommitPieces {

    private static final long POSITION = 1_000_000;

    private final Domain<BankingCommand, BankingState, BankingEvent> domain = Banking.domain();
    private final SmallBank bank = new SmallBank();
    private final Decision.Change<BankingEvent> change = bank.transfer().getFirst();
    private final EventType<BankingEvent> type = domain.events().typeOf(change.event());
    private final byte[] payload = domain.events().encode(change.event());
    private final EventHash hash = new EventHash("bench");
    private final byte[] digest = hash();
    private final MerkleFrontier frontier = new MerkleFrontier();

    /** A transfer: the rules on both accounts, and the events that come of it. */
    @Benchmark
    public Object decide() {
        return domain.decider().decide(SmallBank.TRANSFER, SmallBank.CONTEXT, bank);
    }

    /** The state of an account after one event. */
    @Benchmark
    public Object evolve() {
        return domain.decider().evolve(bank.find(change.entity()), change.event());
    }

    /** An account's event becomes bytes. */
    @Benchmark
    public byte[] encode() {
        return domain.events().encode(change.event());
    }

    /** And an event again. */
    @Benchmark
    public Object decode() {
        return domain.events().decode(type.name(), type.version(), payload);
    }

    /** SHA-256 over all that the event says, who and why included. */
    @Benchmark
    public final byte[] hash() {
        return hash.of(
                POSITION,
                change.entity(),
                7,
                type.topic(),
                Lanes.of(change.entity()),
                POSITION - 1,
                type.name(),
                type.version(),
                payload,
                SmallBank.CONTEXT.at(),
                null,
                SmallBank.CONTEXT.command(),
                SmallBank.BY);
    }

    /** The hash is added to the tree; two compressions or a little more, whatever its size. */
    @Benchmark
    public long append() {
        frontier.append(digest);
        return frontier.size();
    }
}
