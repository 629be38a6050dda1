package dev.daybook.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher;
import dev.daybook.engine.relay.Violation;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.simulation.Simulator.Course;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Tally;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A simulator that never finds anything proves nothing: these bugs it has to find. */
class PlantedBugsTest {

    /** A few seconds' worth. */
    private static final long SEEDS_MAX = 1_000;

    @Test
    void aHeadWithoutALockIsFound() {
        assertFound(
                planted((store, disk) ->
                        new PassingStore(store) {
                            @Override
                            public Transaction<Account> begin() {
                                disk.unlock();
                                return super.begin();
                            }
                        }),
                Invariant.POSITIONS_ARE_GAPLESS);
    }

    @Test
    void aNodeThatDoesNotCatchUpIsFound() {
        assertFound(
                transactions(transaction ->
                        new Passing(transaction) {
                            @Override
                            public List<RecordedEvent> eventsAfter(long position, int limit) {
                                return List.of();
                            }
                        }),
                Invariant.VERSIONS_ARE_GAPLESS,
                Invariant.DECISIONS_ARE_SERIAL);
    }

    @Test
    void anAcknowledgementBeforeTheCommitIsFound() {
        assertFound(
                transactions(transaction ->
                        new Passing(transaction) {
                            @Override
                            public void commit() {
                                // says so, and does not
                            }
                        }),
                Invariant.AN_ACKNOWLEDGED_OUTCOME_IS_DURABLE);
    }

    @Test
    void aForgottenIdempotencyKeyIsFound() {
        assertFound(
                planted((store, disk) -> {
                    disk.dropUniqueIndexes();
                    return new WithoutKeys(store);
                }),
                Invariant.A_KEY_HAS_ONE_OUTCOME,
                Invariant.A_COMMAND_IS_DECIDED_ONCE);
    }

    @Test
    void aForgottenIdempotencyKeyIsFoundWhenAnIndexForbidsItsSecondUse() {
        assertFound(
                planted((store, disk) -> new WithoutKeys(store)),
                Invariant.EVERY_COMMAND_IS_ANSWERED);
    }

    @Test
    void aDecisionMadeAheadAndWrittenAfterAnotherNodeWroteIsFound() {
        assertFound(
                planted((store, disk) ->
                        new PassingStore(store) {
                            private @Nullable Head mine;

                            @Override
                            public Transaction<Account> begin() {
                                return new Passing(super.begin()) {
                                    @Override
                                    public Head head() {
                                        Head known = mine;
                                        return known == null ? super.head() : known;
                                    }

                                    @Override
                                    public void write(WriteStore.Batch<Account> batch) {
                                        super.write(batch);
                                        mine = batch.head();
                                    }
                                };
                            }
                        }),
                Invariant.POSITIONS_ARE_GAPLESS,
                Invariant.VERSIONS_ARE_GAPLESS);
    }

    @Test
    void aViewThatSavesItsPositionWithoutItsWritesIsFound() {
        assertFound(
                new Wiring() {
                    @Override
                    public ViewStore<String, Tally> view(ViewStore<String, Tally> store) {
                        return new Forgetful(store);
                    }
                },
                Invariant.A_VIEW_IS_THE_FOLD_OF_THE_JOURNAL);
    }

    @Test
    void aRelayThatIsNotFencedOutIsFound() {
        assertFound(
                publishing((publisher, broker) -> {
                    broker.dropFences();
                    return publisher;
                }),
                Invariant.A_LANE_IS_PUBLISHED_ONCE_AND_IN_ORDER);
    }

    @Test
    void aRelayThatSaysSoBeforeItHasPublishedIsFound() {
        assertFound(
                publishing((publisher, broker) ->
                        new PassingPublisher(publisher) {
                            private @Nullable Batch open;

                            @Override
                            public void publish(Batch batch) {
                                Batch before = open;
                                open = batch;
                                if (before != null) {
                                    super.publish(before);
                                }
                            }
                        }),
                Invariant.THE_RELAY_SAYS_NO_MORE_THAN_IT_DID);
    }

    @Test
    void aRelayThatRemembersWhereItWasInsteadOfAskingIsFound() {
        assertFound(
                publishing((publisher, broker) ->
                        new PassingPublisher(publisher) {
                            private long position;

                            @Override
                            public long begin() {
                                position = Math.max(position, super.begin());
                                return position;
                            }

                            @Override
                            public void publish(Batch batch) {
                                position = batch.position();
                                super.publish(batch);
                            }
                        }),
                Invariant.THE_RELAY_SAYS_NO_MORE_THAN_IT_DID,
                Invariant.A_LANE_IS_PUBLISHED_ONCE_AND_IN_ORDER,
                Invariant.A_LANE_SAYS_NO_MORE_THAN_IT_HAS);
    }

    private static void assertFound(Wiring wiring, Invariant first, Invariant... or) {
        Set<Invariant> expected = EnumSet.of(first, or);
        Simulator simulator = new Simulator(wiring);
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            Course course = simulator.run(seed);
            if (course.finding() != null) {
                assertThat(course.finding().invariant())
                        .as("seed %d: %s", seed, course.finding().what())
                        .isIn(expected);
                return;
            }
        }
        throw new AssertionError("not found in " + SEEDS_MAX + " histories");
    }

    private static Wiring publishing(BiFunction<Publisher, Broker, Publisher> planting) {
        return new Wiring() {
            @Override
            public Publisher publisher(Publisher publisher, Broker broker) {
                return planting.apply(publisher, broker);
            }
        };
    }

    /** Passes everything on. */
    private static class PassingPublisher implements Publisher {

        private final Publisher real;

        PassingPublisher(Publisher real) {
            this.real = real;
        }

        @Override
        public long begin() {
            return real.begin();
        }

        @Override
        public void publish(Batch batch) {
            real.publish(batch);
        }

        @Override
        public void end() {
            real.end();
        }

        @Override
        public List<Violation> violations() {
            return real.violations();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private interface Planting {
        WriteStore<Account> in(WriteStore<Account> store, BookDisk disk);
    }

    private static Wiring planted(Planting planting) {
        return new Wiring() {
            @Override
            public WriteStore<Account> writes(WriteStore<Account> store, BookDisk disk) {
                return planting.in(store, disk);
            }
        };
    }

    private static Wiring transactions(UnaryOperator<WriteStore.Transaction<Account>> planting) {
        return planted((store, disk) ->
                new PassingStore(store) {
                    @Override
                    public Transaction<Account> begin() {
                        return planting.apply(super.begin());
                    }
                });
    }

    /** Passes everything on. */
    private static class PassingStore implements WriteStore<Account> {

        private final WriteStore<Account> real;

        PassingStore(WriteStore<Account> real) {
            this.real = real;
        }

        @Override
        public Transaction<Account> begin() {
            return real.begin();
        }

        @Override
        public Reads<Account> ahead() {
            return real.ahead();
        }
    }

    /** Finds no command by its key, under the lock or ahead of it. */
    private static final class WithoutKeys extends PassingStore {

        WithoutKeys(WriteStore<Account> real) {
            super(real);
        }

        @Override
        public Transaction<Account> begin() {
            return new Passing(super.begin()) {
                @Override
                public List<CommandRecord> commands(
                        Collection<WriteStore.Key> keys, Collection<UUID> ids) {
                    return List.of();
                }
            };
        }

        @Override
        public Reads<Account> ahead() {
            Reads<Account> real = super.ahead();
            return new Reads<>() {
                @Override
                public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
                    return List.of();
                }

                @Override
                public Map<EntityId, Versioned<Account>> load(Collection<EntityId> entities) {
                    return real.load(entities);
                }
            };
        }
    }

    /** Passes everything on. */
    private static class Passing implements WriteStore.Transaction<Account> {

        private final WriteStore.Transaction<Account> real;

        Passing(WriteStore.Transaction<Account> real) {
            this.real = real;
        }

        @Override
        public Head head() {
            return real.head();
        }

        @Override
        public List<RecordedEvent> eventsAfter(long position, int limit) {
            return real.eventsAfter(position, limit);
        }

        @Override
        public List<CommandRecord> commands(Collection<WriteStore.Key> keys, Collection<UUID> ids) {
            return real.commands(keys, ids);
        }

        @Override
        public Map<EntityId, Versioned<Account>> load(Collection<EntityId> entities) {
            return real.load(entities);
        }

        @Override
        public void write(WriteStore.Batch<Account> batch) {
            real.write(batch);
        }

        @Override
        public void commit() {
            real.commit();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record Forgetful(ViewStore<String, Tally> real) implements ViewStore<String, Tally> {

        @Override
        public Progress open(Set<Integer> lanes) {
            return real.open(lanes);
        }

        @Override
        public Map<String, Stored<Tally>> load(Collection<String> keys) {
            return real.load(keys);
        }

        @Override
        public void save(List<Write<String, Tally>> writes, Progress progress) {
            real.save(List.of(), progress);
        }

        @Override
        public Progress progress() {
            return real.progress();
        }

        @Override
        public void scan(BiConsumer<String, Tally> each) {
            real.scan(each);
        }

        @Override
        public void drop() {
            real.drop();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
