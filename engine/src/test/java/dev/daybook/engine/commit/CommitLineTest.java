package dev.daybook.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Rejection;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** What becomes of commands when something goes wrong, and of those that were decided ahead. */
class CommitLineTest {

    private static final Topic TOPIC = new Topic("things", 0);
    private static final UUID CREATOR = new UUID(0, 7);
    private static final UUID BOTTOMLESS = new UUID(0, 66);

    /** Creates the thing named after the command, or touches the one that another created. */
    record Make(UUID other) {}

    record Made(int number) {}

    record Thing(int events) {}

    private final class Things implements Decider<Make, Thing, Made> {
        @Override
        public Set<EntityId> touches(Make command, UUID id, Entities<Thing> known) {
            return Set.of(thing(command, id));
        }

        @Override
        public Decision<Made> decide(Make command, Context context, Entities<Thing> entities) {
            decided++;
            if (BOTTOMLESS.equals(command.other)) {
                throw new StackOverflowError();
            }
            EntityId thing = thing(command, context.command());
            return command.other != null && entities.find(thing) == null
                    ? Decision.reject(new Missing())
                    : Decision.accept(Decision.on(thing, new Made(1)));
        }

        @Override
        public Thing evolve(Thing before, Made event) {
            return new Thing(before == null ? 1 : before.events + 1);
        }

        private EntityId thing(Make command, UUID id) {
            return new EntityId("thing", (command.other == null ? id : command.other).toString());
        }
    }

    record Missing() implements Rejection {
        @Override
        public String code() {
            return "missing";
        }

        @Override
        public String detail() {
            return "missing";
        }
    }

    private final Store store = new Store();
    private int decided;

    /** With one event in a transaction, so that a batch is seldom decided as a whole. */
    private final CommitLine<Make, Thing, Made> line = line(1, () -> {});

    private Domain<Make, Thing, Made> domain() {
        return new Domain<>(
                "things",
                new Things(),
                EventCatalog.of(Made.class)
                        .topic(TOPIC, Made.class)
                        .build((topic, type) -> List.of(RecordCodec.of(Made.class).schema())),
                StateCodec.of(Thing.class));
    }

    private CommitLine<Make, Thing, Made> line(int events, Runnable batchIsAtTheStore) {
        return new CommitLine<>(
                domain(),
                store,
                InstantSource.system(),
                new CommitLimits(10, 10, events, 10, 3, 1),
                (written, commands) -> {},
                batchIsAtTheStore);
    }

    /**
     * The second command is decided for the first time in the attempt that finds the first one
     * recorded.
     */
    @Test
    void aCommandSeesTheEntityThatALostAttemptOfItsBatchCreated() {
        var created = line.submit(submission(CREATOR, new Make(null)));
        var used = line.submit(submission(new UUID(0, 8), new Make(CREATOR)));
        store.loseNextReply = true;
        assertThat(line.step()).isInstanceOf(CommitLine.Next.Retry.class);
        assertThat(line.step()).isInstanceOf(CommitLine.Next.GoOn.class);
        assertThat(created.join().replayed()).isTrue();
        assertThat(used.join().outcome()).isEqualTo(new Outcome.Committed(2, 2));
        assertThat(line.step()).isInstanceOf(CommitLine.Next.Idle.class);
    }

    @Test
    void aDeciderThatOverflowsTheStackIsADefectOfItsCommandAlone() {
        var bottomless = line.submit(submission(new UUID(0, 8), new Make(BOTTOMLESS)));
        var created = line.submit(submission(CREATOR, new Make(null)));
        line.step();
        assertThat(bottomless.join().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(Outcome.Rejected.DEFECT));
        assertThat(created.join().outcome()).isEqualTo(new Outcome.Committed(1, 1));
    }

    @Test
    void whatComesWhileTheLockIsBeingGotIsDecidedWithTheBatch() {
        CommitLine<Make, Thing, Made> roomy = line(10, () -> {});
        List<CompletableFuture<Receipt<Thing, Made>>> late = new ArrayList<>();
        store.whenItBegins =
                () -> late.add(roomy.submit(submission(new UUID(0, 8), new Make(CREATOR))));
        var first = roomy.submit(submission(CREATOR, new Make(null)));
        roomy.step();
        assertThat(first.join().outcome()).isEqualTo(new Outcome.Committed(1, 1));
        assertThat(late.getFirst())
                .isCompletedWithValueMatching(
                        receipt -> receipt.outcome().equals(new Outcome.Committed(2, 2)));
        assertThat(store.commits).isOne();
    }

    @Test
    void aBatchThatIsTriedAgainStaysAsItWas() {
        CommitLine<Make, Thing, Made> roomy = line(10, () -> {});
        var first = roomy.submit(submission(CREATOR, new Make(null)));
        store.loseNextReply = true;
        assertThat(roomy.step()).isInstanceOf(CommitLine.Next.Retry.class);
        var late = roomy.submit(submission(new UUID(0, 8), new Make(CREATOR)));
        roomy.step();
        assertThat(first.join().replayed()).isTrue();
        assertThat(late).isNotDone();
        roomy.step();
        assertThat(late.join().outcome()).isEqualTo(new Outcome.Committed(2, 2));
    }

    @Test
    void whatWasDecidedAheadIsWrittenAsItWasDecided() {
        List<CompletableFuture<Receipt<Thing, Made>>> second = new ArrayList<>();
        AtomicReference<CommitLine<Make, Thing, Made>> busy = new AtomicReference<>();
        busy.set(
                line(
                        10,
                        () -> {
                            if (second.isEmpty()) {
                                second.add(
                                        busy.get()
                                                .submit(
                                                        submission(
                                                                new UUID(0, 8),
                                                                new Make(CREATOR))));
                                assertThat(busy.get().decideAhead()).isTrue();
                            }
                        }));
        var first = busy.get().submit(submission(CREATOR, new Make(null)));
        busy.get().step();
        assertThat(first.join().outcome()).isEqualTo(new Outcome.Committed(1, 1));
        assertThat(second.getFirst()).isNotDone();
        busy.get().step();
        assertThat(second.getFirst().join().outcome()).isEqualTo(new Outcome.Committed(2, 2));
        assertThat(decided).isEqualTo(2);
    }

    @Test
    void whatWasDecidedAheadIsDecidedAgainWhenAnotherNodeHasWritten() {
        CommitLine<Make, Thing, Made> other = line(10, () -> {});
        List<CompletableFuture<Receipt<Thing, Made>>> ahead = new ArrayList<>();
        AtomicReference<CommitLine<Make, Thing, Made>> busy = new AtomicReference<>();
        busy.set(
                line(
                        10,
                        () -> {
                            if (ahead.isEmpty()) {
                                ahead.add(
                                        busy.get()
                                                .submit(
                                                        submission(
                                                                new UUID(0, 8), new Make(null))));
                                busy.get().decideAhead();
                            }
                        }));
        var first = busy.get().submit(submission(CREATOR, new Make(null)));
        busy.get().step();
        var between = other.submit(submission(new UUID(0, 9), new Make(null)));
        other.step();
        busy.get().step();
        assertThat(first.join().outcome()).isEqualTo(new Outcome.Committed(1, 1));
        assertThat(between.join().outcome()).isEqualTo(new Outcome.Committed(2, 2));
        assertThat(ahead.getFirst().join().outcome()).isEqualTo(new Outcome.Committed(3, 3));
        assertThat(decided).isEqualTo(4);
    }

    @Test
    void aCommitterOutlivesAnErrorAndAnswersItsBatchAsUnknown() {
        store.failNextWrite = true;
        try (Committer<Make, Thing, Made> committer =
                new Committer<>(
                        domain(),
                        store,
                        InstantSource.system(),
                        new CommitLimits(10, 10, 10, 10, 3, 1),
                        (written, commands) -> {})) {
            committer.start();
            var lost = committer.submit(submission(CREATOR, new Make(null)));
            assertThat(lost)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OutcomeUnknownException.class);
            var next = committer.submit(submission(new UUID(0, 8), new Make(null)));
            assertThat(next)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(Receipt::outcome)
                    .isEqualTo(new Outcome.Committed(1, 1));
        }
    }

    private static Submission<Make> submission(UUID id, Make command) {
        return new Submission<>(
                id,
                "client",
                null,
                new byte[1],
                "make",
                command,
                new Provenance("a", null, "test", "", "", null, null),
                Instant.EPOCH);
    }

    private static final class Store implements WriteStore<Thing> {

        private final List<RecordedEvent> events = new ArrayList<>();
        private final Map<UUID, CommandRecord> commands = new HashMap<>();
        private final Map<EntityId, Versioned<Thing>> states = new HashMap<>();
        private Head head = new Head("book", 0, Instant.EPOCH, new long[0], new MerkleFrontier());
        private Runnable whenItBegins = () -> {};
        private int commits;
        private boolean loseNextReply;
        private volatile boolean failNextWrite;

        @Override
        public Reads<Thing> ahead() {
            return transaction();
        }

        @Override
        public Transaction<Thing> begin() {
            whenItBegins.run();
            return transaction();
        }

        private Transaction<Thing> transaction() {
            return new Transaction<>() {
                private final List<Batch<Thing>> written = new ArrayList<>();

                @Override
                public Head head() {
                    return head;
                }

                @Override
                public List<RecordedEvent> eventsAfter(long position, int limit) {
                    return events.subList((int) position, events.size());
                }

                @Override
                public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
                    return ids.stream().map(commands::get).filter(found -> found != null).toList();
                }

                @Override
                public Map<EntityId, Versioned<Thing>> load(Collection<EntityId> entities) {
                    return new HashMap<>(states);
                }

                @Override
                public void write(Batch<Thing> batch) {
                    if (failNextWrite) {
                        failNextWrite = false;
                        throw new OutOfMemoryError("as it were");
                    }
                    written.add(batch);
                }

                @Override
                public void commit() {
                    commits++;
                    for (Batch<Thing> batch : written) {
                        head = batch.head();
                        events.addAll(batch.events());
                        batch.commands().forEach(command -> commands.put(command.id(), command));
                        batch.states()
                                .forEach(change -> states.put(change.entity(), change.after()));
                    }
                    if (loseNextReply) {
                        loseNextReply = false;
                        throw new StorageException("lost", new IOException());
                    }
                }

                @Override
                public void close() {}
            };
        }
    }
}
