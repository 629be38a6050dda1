package dev.daybook.simulation;

import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.CommitLine;
import dev.daybook.engine.feed.JournalFeed;
import dev.daybook.engine.feed.WholeJournal;
import dev.daybook.engine.relay.JournalSource;
import dev.daybook.engine.relay.Relay;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewFollower;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Ledger;
import dev.daybook.simulation.ledger.LedgerCommand;
import dev.daybook.simulation.ledger.LedgerEvent;
import dev.daybook.simulation.ledger.Tally;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A running node: the engine's own parts, put together as {@code Book} puts them together, and
 * driven by the schedule where a book has threads. All it remembers is lost in a crash.
 */
final class Node {

    private static final int BATCH_EVENTS_MAX = 12;
    private static final int ATTEMPTS_MAX = 3;
    private static final long RETRY_PAUSE_MILLIS = 50;

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Tale tale;
    private final JournalFeed feed;
    private final CommitLine<LedgerCommand, Account, LedgerEvent> line;
    private final List<Follower> followers = new ArrayList<>();
    private final Relaying relaying;
    private long lineReadyAtMillis;
    private boolean lineBusy;

    Node(Machine machine, Calls calls, World world) {
        this.time = world.time();
        this.random = world.random();
        this.tale = world.tale();
        MemoryJournal journal = new MemoryJournal(world.book(), calls);
        this.feed = new JournalFeed(journal, time::nanos);
        CommitLimits limits =
                new CommitLimits(
                        world.odds().inboxMax(),
                        world.odds().batchMax(),
                        BATCH_EVENTS_MAX,
                        world.odds().cacheMax(),
                        ATTEMPTS_MAX,
                        RETRY_PAUSE_MILLIS);
        this.line =
                new CommitLine<>(
                        Ledger.DOMAIN,
                        world.wiring()
                                .writes(new MemoryWriteStore(world.book(), calls), world.book()),
                        machine.clock(),
                        limits,
                        feed,
                        this::decideSomeAhead);
        for (KeyedView<LedgerEvent, Tally> view : world.views()) {
            ViewDisk disk = machine.disk(view.name());
            ViewFollower<LedgerEvent, String, Tally> follower =
                    new ViewFollower<>(
                            view,
                            Ledger.DOMAIN.events(),
                            new WholeJournal(feed),
                            journal,
                            world.wiring().view(new MemoryViewStore(disk, calls, world::isRefused)),
                            new MemoryViewLedger(disk, calls),
                            machine.clock());
            followers.add(new Follower(view.name(), follower, disk, time));
        }
        Broker broker = world.broker();
        this.relaying =
                new Relaying(
                        new Relay(
                                new JournalSource(feed),
                                world.wiring()
                                        .publisher(new MemoryPublisher(broker, calls), broker),
                                new MemoryLease(machine.name(), broker, calls),
                                time::nanos),
                        time);
    }

    CommitLine<LedgerCommand, Account, LedgerEvent> line() {
        return line;
    }

    JournalFeed feed() {
        return feed;
    }

    List<Follower> followers() {
        return followers;
    }

    Relaying relaying() {
        return relaying;
    }

    /** Decides what waits while a batch is at the store, if there is one. */
    boolean decideAhead() {
        boolean decided = !line.isDeciding() && line.decideAhead();
        if (decided) {
            tale.count(Fault.DECIDED_AHEAD);
        }
        return decided;
    }

    /** The other thread of a committer may be as quick as this. */
    private void decideSomeAhead() {
        while (random.nextBoolean() && decideAhead()) {}
    }

    boolean isLineReady() {
        return !lineBusy && !line.isDeciding() && time.millis() >= lineReadyAtMillis;
    }

    CommitLine.Next stepLine() {
        lineBusy = true;
        try {
            CommitLine.Next next = line.step();
            if (next instanceof CommitLine.Next.Retry(long pauseMillis)) {
                lineReadyAtMillis = time.millis() + pauseMillis;
            }
            return next;
        } finally {
            lineBusy = false;
        }
    }
}
