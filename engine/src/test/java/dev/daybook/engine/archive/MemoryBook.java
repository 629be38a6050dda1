package dev.daybook.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.MerkleFrontier;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A book in memory, to archive and to restore into. */
final class MemoryBook implements ArchiveSource, Journal, WriteStore<Tallies.State> {

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    final String name;
    final List<RecordedEvent> events = new ArrayList<>();
    final Map<UUID, CommandRecord> commands = new LinkedHashMap<>();
    final Map<EntityId, Versioned<Tallies.State>> states = new HashMap<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    private Head head;

    /** Commits that succeed before the store fails for good. */
    int commitsLeft = Integer.MAX_VALUE;

    MemoryBook(String name) {
        this.name = name;
        this.head = new Head(name, 0, Instant.EPOCH, new long[0], new MerkleFrontier());
    }

    /**
     * A book of so many commands, one in four refused, each of the others with one to three events.
     */
    static MemoryBook filled(String name, int commands, RandomGenerator random) {
        MemoryBook book = new MemoryBook(name);
        for (int i = 0; i < commands; i++) {
            book.command(random, i);
        }
        return book;
    }

    void command(RandomGenerator random, int number) {
        UUID id = new UUID(number << 16 | 0x7000L, random.nextLong());
        Instant at = BEGIN.plusSeconds(number);
        Provenance by =
                new Provenance(
                        "alice",
                        random.nextBoolean() ? "bob" : null,
                        "test",
                        "because of " + number + " – ✓",
                        id.toString(),
                        null,
                        null);
        if (random.nextInt(4) == 0) {
            Outcome refused =
                    new Outcome.Rejected("no", "Not " + number, Map.of("b", "2", "a", "1"));
            add(id, number, by, at, refused, head.position());
            return;
        }
        long first = head.position() + 1;
        int its = 1 + random.nextInt(3);
        for (int i = 0; i < its; i++) {
            append(Tallies.id("t" + random.nextInt(20)), id, by, at, random.nextLong(100));
        }
        add(id, number, by, at, new Outcome.Committed(first, head.position()), head.position());
    }

    private void add(
            UUID id, int number, Provenance by, Instant at, Outcome outcome, long position) {
        commands.put(
                id,
                new CommandRecord(
                        id,
                        "alice",
                        number % 3 == 0 ? null : "key-" + number,
                        ("digest-" + number).getBytes(UTF_8),
                        "add",
                        by,
                        at.minusMillis(3),
                        at,
                        position,
                        outcome));
    }

    private void append(EntityId entity, UUID command, Provenance by, Instant at, long amount) {
        Tallies.Event event = new Tallies.Event.Added(amount, amount % 2 == 0 ? null : "odd");
        Versioned<Tallies.State> before = states.getOrDefault(entity, Versioned.none());
        int lane = Lanes.of(entity);
        int slot = Lanes.slot(Tallies.TOPIC, lane);
        long[] lanes = head.lanesFor(Lanes.PER_TOPIC);
        RecordedEvent unhashed =
                new RecordedEvent(
                        head.position() + 1,
                        entity,
                        before.version() + 1,
                        Tallies.TOPIC,
                        lane,
                        lanes[slot],
                        "Added",
                        1,
                        Tallies.DOMAIN.events().encode(event),
                        at,
                        amount % 3 == 0 ? LocalDate.EPOCH.plusDays(amount) : null,
                        command,
                        by,
                        new byte[0]);
        RecordedEvent recorded = withHash(unhashed, new EventHash(name).of(unhashed));
        MerkleFrontier frontier = head.frontier().copy();
        frontier.append(recorded.hash());
        lanes[slot] = recorded.position();
        events.add(recorded);
        states.put(
                entity,
                new Versioned<>(
                        Tallies.DOMAIN.decider().evolve(before.state(), event),
                        recorded.version()));
        head = new Head(name, recorded.position(), at, lanes, frontier);
    }

    static RecordedEvent withHash(RecordedEvent e, byte[] hash) {
        return new RecordedEvent(
                e.position(),
                e.entity(),
                e.version(),
                e.topic(),
                e.lane(),
                e.previous(),
                e.type(),
                e.schema(),
                e.payload(),
                e.recordedAt(),
                e.valueDate(),
                e.command(),
                e.provenance(),
                hash);
    }

    @Override
    public Journal journal() {
        return this;
    }

    @Override
    public List<CommandRecord> committed(long after, long upTo) {
        return commands.values().stream()
                .filter(c -> c.outcome() instanceof Outcome.Committed)
                .filter(c -> c.position() > after && c.position() <= upTo)
                .toList();
    }

    @Override
    public List<CommandRecord> refused(Mark after, long upTo, int limit) {
        Comparator<CommandRecord> order =
                Comparator.comparingLong(CommandRecord::position)
                        .thenComparing(c -> c.id().toString());
        return commands.values().stream()
                .filter(c -> c.outcome() instanceof Outcome.Rejected && c.position() <= upTo)
                .filter(c ->
                        c.position() > after.position()
                                || (c.position() == after.position()
                                        && c.id().toString().compareTo(after.id().toString()) > 0))
                .sorted(order)
                .limit(limit)
                .toList();
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public List<RecordedEvent> read(long after, int limit) {
        int from = (int) Math.min(after, events.size());
        return List.copyOf(
                events.subList(from, (int) Math.min(events.size(), from + (long) limit)));
    }

    @Override
    public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
        return events.stream()
                .filter(e -> e.position() > after && e.position() <= upTo)
                .filter(e -> e.entity().equals(entity))
                .limit(limit)
                .toList();
    }

    @Override
    public long positionAt(Instant instant) {
        return events.stream().filter(e -> !e.recordedAt().isAfter(instant)).count();
    }

    @Override
    public @Nullable Snapshot snapshot(EntityId entity, long upTo) {
        return null;
    }

    @Override
    public Reads<Tallies.State> ahead() {
        throw new UnsupportedOperationException("A restoration reads under the lock.");
    }

    @Override
    public Transaction<Tallies.State> begin() {
        return new Pending();
    }

    private final class Pending implements Transaction<Tallies.State> {

        private @Nullable Batch<Tallies.State> batch;

        @Override
        public Head head() {
            return head;
        }

        @Override
        public List<RecordedEvent> eventsAfter(long position, int limit) {
            return read(position, limit);
        }

        @Override
        public List<CommandRecord> commands(Collection<Key> keys, Collection<UUID> ids) {
            return ids.stream().filter(commands::containsKey).map(commands::get).toList();
        }

        @Override
        public Map<EntityId, Versioned<Tallies.State>> load(Collection<EntityId> entities) {
            Map<EntityId, Versioned<Tallies.State>> found = new HashMap<>();
            entities.forEach(entity -> {
                Versioned<Tallies.State> state = states.get(entity);
                if (state != null) {
                    found.put(entity, state);
                }
            });
            return found;
        }

        @Override
        public void write(Batch<Tallies.State> whole) {
            batch = whole;
        }

        @Override
        public void commit() {
            if (commitsLeft-- <= 0) {
                throw new StorageException("The store is gone.", new IllegalStateException());
            }
            Batch<Tallies.State> whole = requireNonNull(batch);
            whole.commands()
                    .forEach(command -> {
                        if (commands.put(command.id(), command) != null) {
                            throw new IllegalStateException(command.id() + " is there already.");
                        }
                    });
            events.addAll(whole.events());
            whole.states()
                    .forEach(change -> {
                        Versioned<Tallies.State> is =
                                states.getOrDefault(change.entity(), Versioned.none());
                        if (!is.equals(change.before())) {
                            throw new IllegalStateException(
                                    change + " is not what was there: " + is);
                        }
                        states.put(change.entity(), change.after());
                    });
            snapshots.addAll(whole.snapshots());
            head = whole.head();
        }

        @Override
        public void close() {}
    }
}
