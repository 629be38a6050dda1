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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What becomes of a batch whose commit took effect and whose reply was lost. */
class CommitLineTest {

    private static final Topic TOPIC = new Topic("things", 0);
    private static final UUID CREATOR = new UUID(0, 7);

    /** Creates the thing named after the command, or touches the one that another created. */
    record Make(UUID other) {}

    record Made(int number) {}

    record Thing(int events) {}

    private static final class Things implements Decider<Make, Thing, Made> {
        @Override
        public Set<EntityId> touches(Make command, UUID id, Entities<Thing> known) {
            return Set.of(thing(command, id));
        }

        @Override
        public Decision<Made> decide(Make command, Context context, Entities<Thing> entities) {
            EntityId thing = thing(command, context.command());
            return command.other != null && entities.find(thing) == null
                    ? Decision.reject(new Missing())
                    : Decision.accept(Decision.on(thing, new Made(1)));
        }

        @Override
        public Thing evolve(Thing before, Made event) {
            return new Thing(before == null ? 1 : before.events + 1);
        }

        private static EntityId thing(Make command, UUID id) {
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
    private final CommitLine<Make, Thing, Made> line =
            new CommitLine<>(
                    new Domain<>(
                            "things",
                            new Things(),
                            EventCatalog.of(Made.class)
                                    .topic(TOPIC, Made.class)
                                    .build((topic, type) ->
                                            List.of(RecordCodec.of(Made.class).schema())),
                            StateCodec.of(Thing.class)),
                    store,
                    InstantSource.system(),
                    // One event in a transaction: the second command is decided for the first time
                    // in the attempt that finds the first one recorded.
                    new CommitLimits(10, 10, 1, 10, 3, 1),
                    (events, commands) -> {});

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

        private final Map<UUID, CommandRecord> commands = new HashMap<>();
        private final Map<EntityId, Versioned<Thing>> states = new HashMap<>();
        private Head head = new Head("book", 0, Instant.EPOCH, new long[0], new MerkleFrontier());
        private boolean loseNextReply;

        @Override
        public Transaction<Thing> begin() {
            return new Transaction<>() {
                private final List<Batch<Thing>> written = new ArrayList<>();

                @Override
                public Head head() {
                    return head;
                }

                @Override
                public List<RecordedEvent> eventsAfter(long position, int limit) {
                    return List.of();
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
                    written.add(batch);
                }

                @Override
                public void commit() {
                    for (Batch<Thing> batch : written) {
                        head = batch.head();
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
