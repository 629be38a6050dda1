package dev.daybook.engine.commit;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decider;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.command.Step;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.Key;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Decides one batch: which commands were answered before, what the others touch, and what becomes
 * of each, in the order of their arrival, each seeing what the earlier ones did. It follows a head,
 * and is worth something only while the journal ends there: that of the store, under its lock, or
 * the one that the batch before will leave behind.
 */
final class BatchDecision<C, S, E> {

    private static final Logger log = LoggerFactory.getLogger(BatchDecision.class);

    private final Domain<C, S, E> domain;
    private final CommitLimits limits;
    private final Head base;
    private final EntityCache<S> cache;
    private final boolean again;
    private final BatchEntities<S> entities = new BatchEntities<>();
    private final JournalWriter<S, E> journal;
    private final List<Waiting<C, S, E>> decided = new ArrayList<>();
    private final List<CommandRecord> commands = new ArrayList<>();
    private final List<Receipt<S, E>> receipts = new ArrayList<>();
    private final EarlierOutcomes outcomes = new EarlierOutcomes();
    private @Nullable BatchDecision<C, S, E> before;
    private WriteStore.@Nullable Reads<S> reads;
    private Instant at;

    /**
     * @param base the head that the batch follows
     * @param cache what is known of entities, but for what {@code before} makes of them
     * @param before the batch that leaves {@code base} behind, while it is not durable
     * @param again true when an earlier attempt may have been committed after all
     */
    BatchDecision(
            Domain<C, S, E> domain,
            CommitLimits limits,
            Head base,
            EntityCache<S> cache,
            @Nullable BatchDecision<C, S, E> before,
            boolean again) {
        this.domain = domain;
        this.limits = limits;
        this.base = base;
        this.cache = cache;
        this.before = before;
        this.again = again;
        this.journal = new JournalWriter<>(domain, base);
        this.at = base.recordedAt();
    }

    /**
     * Decides commands from the first on, and takes them away, until all are decided or the batch
     * is large enough. After an exception the whole decision is worth nothing.
     *
     * @param commandsMax at most so many of those that wait
     */
    void decide(
            Deque<Waiting<C, S, E>> waiting,
            int commandsMax,
            WriteStore.Reads<S> store,
            Instant now) {
        reads = store;
        at = journal.at(now.truncatedTo(ChronoUnit.MICROS));
        List<Waiting<C, S, E>> next =
                waiting.stream()
                        .limit(Math.min(commandsMax, limits.batchCommandsMax() - decided.size()))
                        .toList();
        findEarlierOutcomes(next);
        prefetch(next);
        for (Waiting<C, S, E> one : next) {
            if (isFull()) {
                break;
            }
            Receipt<S, E> receipt = answer(one.submission());
            decided.add(one);
            waiting.removeFirst();
            receipts.add(receipt);
        }
        reads = null;
    }

    boolean isFull() {
        return decided.size() >= limits.batchCommandsMax()
                || journal.events().size() >= limits.batchEventsMax();
    }

    /** The batch before is durable, and known to the cache and the store. */
    void beforeIsDurable() {
        before = null;
    }

    boolean follows(Head head) {
        return base.isSameAs(head);
    }

    /** The commands that were decided, in order. */
    List<Waiting<C, S, E>> decided() {
        return decided;
    }

    Receipt<S, E> receipt(int index) {
        return receipts.get(index);
    }

    boolean writesAnything() {
        return !commands.isEmpty();
    }

    /** The head that the batch leaves behind. */
    Head head() {
        return journal.head();
    }

    List<RecordedEvent> events() {
        return journal.events();
    }

    WriteStore.Batch<S> batch() {
        return new WriteStore.Batch<>(
                journal.head(),
                journal.events(),
                commands,
                entities.changes(),
                journal.snapshots());
    }

    /**
     * Keeps what is now true of the entities for the next batch. To be called once the batch is
     * durable.
     */
    void remember(EntityCache<S> target) {
        entities.remember(target::put);
    }

    private void findEarlierOutcomes(Collection<Waiting<C, S, E>> batch) {
        Set<Key> keys = new LinkedHashSet<>();
        List<UUID> ids = new ArrayList<>();
        for (Waiting<C, S, E> waiting : batch) {
            Key key = EarlierOutcomes.keyOf(waiting.submission());
            if (key != null) {
                keys.add(key);
            }
            if (again) {
                ids.add(waiting.submission().id());
            }
        }
        if (!keys.isEmpty() || !ids.isEmpty()) {
            reads().commands(keys, ids).forEach(outcomes::add);
        }
    }

    private WriteStore.Reads<S> reads() {
        return requireNonNull(reads);
    }

    /** Loads what the commands touch, all at once, in as many rounds as the decider needs. */
    private void prefetch(Collection<Waiting<C, S, E>> batch) {
        List<Submission<C>> open = new ArrayList<>(batch.size());
        batch.forEach(waiting -> open.add(waiting.submission()));
        for (int round = 0; round < Decider.TOUCH_ROUNDS_MAX && !open.isEmpty(); round++) {
            Set<EntityId> missing = new LinkedHashSet<>();
            open.removeIf(submission -> !collectMissing(submission, missing));
            load(missing);
        }
    }

    private boolean collectMissing(Submission<C> submission, Set<EntityId> missing) {
        Set<EntityId> touched;
        try {
            touched = domain.decider().touches(submission.command(), submission.id(), entities);
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError defect) {
            return false; // it throws again when the command is decided, and is answered there
        }
        boolean any = false;
        for (EntityId entity : touched) {
            if (!isKnown(entity, submission.id())) {
                missing.add(entity);
                any = true;
            }
        }
        return any;
    }

    private boolean isKnown(EntityId entity, UUID command) {
        if (entities.knows(entity)) {
            return true;
        }
        Versioned<S> known = before == null ? null : before.entities.changed(entity);
        if (known == null) {
            known = cache.get(entity);
        }
        if (known != null) {
            entities.loaded(entity, known);
            return true;
        }
        if (!again && entity.value().equals(command.toString())) {
            // Named after the command, whose identifier is fresh: it cannot exist, and need not be
            // looked for. Unless the command has been committed by an earlier attempt.
            entities.namesake(entity);
            return true;
        }
        return false;
    }

    private void load(Set<EntityId> missing) {
        if (!missing.isEmpty()) {
            Map<EntityId, Versioned<S>> found = reads().load(missing);
            missing.forEach(entity ->
                    entities.loaded(entity, found.getOrDefault(entity, Versioned.none())));
        }
    }

    private Receipt<S, E> answer(Submission<C> submission) {
        CommandRecord same = outcomes.of(submission.id());
        if (same != null) {
            return Receipt.again(same);
        }
        Key key = EarlierOutcomes.keyOf(submission);
        CommandRecord first = key == null ? null : earlier(key);
        if (first != null && MessageDigest.isEqual(first.digest(), submission.digest())) {
            return Receipt.again(first);
        }
        if (first != null) {
            return record(submission, null, keyReused(), List.of());
        }
        List<Step<S, E>> steps = new ArrayList<>(2);
        Outcome outcome = decide(submission, steps);
        return record(submission, submission.key(), outcome, steps);
    }

    private @Nullable CommandRecord earlier(Key key) {
        CommandRecord found = outcomes.of(key);
        return found == null && before != null ? before.outcomes.of(key) : found;
    }

    private Receipt<S, E> record(
            Submission<C> submission,
            @Nullable String key,
            Outcome outcome,
            List<Step<S, E>> steps) {
        CommandRecord command =
                new CommandRecord(
                        submission.id(),
                        submission.client(),
                        key,
                        submission.digest(),
                        submission.type(),
                        submission.by(),
                        submission.receivedAt(),
                        at,
                        journal.position(),
                        outcome);
        commands.add(command);
        outcomes.add(command);
        return new Receipt<>(
                command.id(), outcome, command.position(), at, false, List.copyOf(steps));
    }

    private Outcome decide(Submission<C> submission, List<Step<S, E>> steps) {
        long before = journal.position();
        try {
            Set<EntityId> touched = loadAllTouched(submission);
            Context context = new Context(submission.id(), at, submission.by());
            return switch (domain.decider()
                    .decide(submission.command(), context, new Touched(touched))) {
                case Decision.Rejected<E>(var rejection) -> Outcome.rejected(rejection);
                case Decision.Accepted<E>(var changes) -> {
                    if (changes.isEmpty()) {
                        throw new IllegalStateException("An accepted command changes something.");
                    }
                    for (Decision.Change<E> change : changes) {
                        if (!touched.contains(change.entity())) {
                            throw new IllegalStateException(
                                    "Changes an entity that it does not name in touches().");
                        }
                        steps.add(apply(change, submission));
                    }
                    journal.accept();
                    entities.accept();
                    yield new Outcome.Committed(before + 1, journal.position());
                }
            };
        } catch (StorageException storeFailed) {
            throw storeFailed;
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError defect) {
            // Whatever is wrong with how this command is decided, the others are not to suffer.
            steps.clear();
            journal.discard();
            entities.discard();
            log.error(
                    "The decision on command {} ({}) failed; it is refused.",
                    submission.id(),
                    submission.type(),
                    defect);
            return new Outcome.Rejected(
                    Outcome.Rejected.DEFECT,
                    "The service could not decide this command because of a defect. Nothing was"
                            + " changed.",
                    Map.of());
        }
    }

    private Set<EntityId> loadAllTouched(Submission<C> submission) {
        for (int round = 0; round < Decider.TOUCH_ROUNDS_MAX; round++) {
            Set<EntityId> touched =
                    domain.decider().touches(submission.command(), submission.id(), entities);
            Set<EntityId> missing = new LinkedHashSet<>();
            for (EntityId entity : touched) {
                if (!isKnown(entity, submission.id())) {
                    missing.add(entity);
                }
            }
            if (missing.isEmpty()) {
                return touched;
            }
            load(missing);
        }
        throw new IllegalStateException("touches() keeps naming new entities.");
    }

    private Step<S, E> apply(Decision.Change<E> change, Submission<C> submission) {
        Versioned<S> before = requireNonNull(entities.get(change.entity()));
        S after = domain.decider().evolve(before.state(), change.event());
        RecordedEvent recorded = journal.append(change, before.version() + 1, after, submission);
        entities.change(change.entity(), new Versioned<>(after, recorded.version()));
        return new Step<>(recorded, change.event(), before.state(), after);
    }

    private static Outcome keyReused() {
        return new Outcome.Rejected(
                Outcome.Rejected.KEY_REUSED,
                "This Idempotency-Key was used before for another command. Use a new key for a new"
                        + " command.",
                Map.of());
    }

    /** What a decision may look at: the entities it named, and no others. */
    private final class Touched implements Entities<S> {

        private final Set<EntityId> touched;

        Touched(Set<EntityId> touched) {
            this.touched = touched;
        }

        @Override
        public @Nullable S find(EntityId entity) {
            check(entity);
            return entities.find(entity);
        }

        @Override
        public long version(EntityId entity) {
            check(entity);
            return entities.version(entity);
        }

        private void check(EntityId entity) {
            if (!touched.contains(entity)) {
                throw new IllegalStateException(
                        "Looks at an entity that it does not name in touches().");
            }
        }
    }
}
