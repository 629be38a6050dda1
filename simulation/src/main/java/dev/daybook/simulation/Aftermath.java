package dev.daybook.simulation;

import static dev.daybook.simulation.RecordAudit.require;

import dev.daybook.engine.commit.CommitLine;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookCheck;
import dev.daybook.engine.verify.Verification;
import dev.daybook.engine.verify.Verifier;
import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Ledger;
import dev.daybook.simulation.ledger.LedgerEvent;
import dev.daybook.simulation.ledger.Tally;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** No more trouble: everything is started, everything catches up, and everything is looked at. */
final class Aftermath {

    /** Everything must have come right after so many rounds. */
    private static final int ROUNDS_MAX = 400;

    /** Longer than a feed trusts its signal, over a few rounds. */
    private static final int ROUND_MILLIS = 400;

    private final World world;
    private final List<Machine> machines;
    private final Clients clients;

    Aftermath(World world, List<Machine> machines, Clients clients) {
        this.world = world;
        this.machines = machines;
        this.clients = clients;
    }

    void settle() {
        world.calmDown();
        world.tale().add("no more trouble");
        world.book().resolve(true);
        for (Machine machine : machines) {
            if (machine.node() == null) {
                machine.start();
            }
        }
        List<Node> nodes = History.running(machines);
        catchUp(nodes);
        while (clients.sendUnknown("north", nodes.getFirst(), world.odds().inboxMax())) {
            catchUp(nodes);
        }
        clients.requireAnswers(nodes);
        nodes.forEach(node -> node.followers().forEach(this::requireOrderlyQueues));
        world.cure();
        nodes.forEach(node -> node.followers().forEach(this::retryAll));
        nodes.forEach(node -> node.followers().forEach(this::requireFold));
        verify();
    }

    private void catchUp(List<Node> nodes) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            world.time().pass(ROUND_MILLIS);
            boolean idle = true;
            for (Node node : nodes) {
                idle &= node.stepLine() instanceof CommitLine.Next.Idle;
                node.followers().forEach(Follower::step);
                node.relaying().step();
            }
            clients.report();
            if (idle && isPublished() && nodes.stream().allMatch(this::isAtTheHead)) {
                return;
            }
        }
        throw new Violation(
                isPublished()
                        ? Invariant.VIEWS_REACH_THE_HEAD
                        : Invariant.EVERYTHING_IS_PUBLISHED_IN_THE_END,
                "after " + ROUNDS_MAX + " rounds without trouble");
    }

    /** Every lane is told so, too. */
    private boolean isPublished() {
        long head = world.book().head().position();
        return Arrays.stream(world.broker().positions()).allMatch(position -> position == head);
    }

    private boolean isAtTheHead(Node node) {
        long head = world.book().head().position();
        return node.followers().stream()
                .allMatch(follower ->
                        follower.view().applied().position() == head
                                && follower.disk().position() == head);
    }

    /** Behind the first parked event of an entity, all its later ones wait. */
    private void requireOrderlyQueues(Follower follower) {
        Map<EntityId, Long> first = new HashMap<>();
        Set<Long> parked = new HashSet<>();
        for (ParkedEvent event : follower.disk().parked()) {
            first.merge(event.entity(), event.position(), Math::min);
            parked.add(event.position());
        }
        for (RecordedEvent event : journal()) {
            Long from = first.get(event.entity());
            require(
                    Invariant.PARKED_EVENTS_QUEUE_IN_ORDER,
                    from == null || event.position() < from || parked.contains(event.position()),
                    event.position() + " overtook " + from + " in " + follower.name());
        }
    }

    private void retryAll(Follower follower) {
        for (ParkedEvent event : follower.disk().parked()) {
            follower.retry(event.entity(), false);
        }
        require(
                Invariant.A_VIEW_IS_THE_FOLD_OF_THE_JOURNAL,
                follower.disk().parked().isEmpty() && follower.view().parkedEntities() == 0,
                follower.name() + " keeps events parked that are no longer poison");
    }

    private void requireFold(Follower follower) {
        Map<String, Tally> expected = new TreeMap<>();
        for (RecordedEvent recorded : journal()) {
            if (!follower.disk().skipped().contains(recorded.position())) {
                LedgerEvent event =
                        Ledger.DOMAIN
                                .events()
                                .decode(recorded.type(), recorded.schema(), recorded.payload());
                String account = recorded.entity().value();
                expected.put(
                        account,
                        Tally.after(expected.get(account), event.change(), recorded.version()));
                expected.put(Tally.ALL, Tally.after(expected.get(Tally.ALL), event.change(), 0));
            }
        }
        require(
                Invariant.A_VIEW_IS_THE_FOLD_OF_THE_JOURNAL,
                expected.equals(follower.disk().values()),
                follower.name() + " shows something else than the journal says");
    }

    private List<RecordedEvent> journal() {
        return world.book().read(0, Integer.MAX_VALUE);
    }

    private void verify() {
        BookCheck<Account, LedgerEvent> zero = new ZeroSum();
        Verification verification =
                new Verifier<>(Ledger.DOMAIN, new MemorySnapshot(world.book()), zero, events -> {})
                        .verify();
        require(
                Invariant.VERIFICATION_FINDS_NOTHING,
                verification.ok(),
                verification.findings().toString());
    }

    /** The balances of all accounts sum to zero. */
    private static final class ZeroSum implements BookCheck<Account, LedgerEvent> {

        private long sum;

        @Override
        public void event(RecordedEvent recorded, LedgerEvent event) {}

        @Override
        public void state(EntityId entity, Account state) {
            sum += state.balance();
        }

        @Override
        public List<String> findings() {
            return sum == 0 ? List.of() : List.of("The book sums to " + sum + ".");
        }
    }
}
