package dev.daybook.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.daybook.engine.archive.Manifest.Contract;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a book of an archive: events with their positions, hashes and times, commands, current
 * state, snapshots, head. Views are not restored; they follow the journal by themselves.
 *
 * <p>It writes in batches as a committer does, each in one transaction and each ending with a
 * command, so that a book that was interrupted is whole up to where it got. The next restoration
 * holds it against the archive and goes on from there. Nobody else may write to the book meanwhile;
 * who does is found out, and the restoration fails.
 */
public final class Restorer<S, E> {

    /** Events or commands of one transaction. */
    private static final int BATCH = 5_000;

    private final Domain<?, S, E> domain;
    private final WriteStore<S> target;
    private final Archive archive;
    private final ArchiveProgress progress;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final List<CommandRecord> commands = new ArrayList<>();
    private final List<CommandRecord> refused = new ArrayList<>();
    private final RestoredState<S, E> state;
    private Head head;
    private long eventCount;
    private long commandCount;
    private long refusedCount;
    private @Nullable ArchiveWalk walk;

    public Restorer(
            Domain<?, S, E> domain,
            WriteStore<S> target,
            Archive archive,
            ArchiveProgress progress) {
        this.domain = domain;
        this.target = target;
        this.archive = archive;
        this.progress = progress;
        this.state = new RestoredState<>(domain);
        try (WriteStore.Transaction<S> open = target.begin()) {
            this.head = open.head();
        }
    }

    /**
     * Restores everything that the archive has of the target's book.
     *
     * @throws ArchiveException when something in the archive is not true, before it is loaded; when
     *     there is nothing; when the target has other events than the archive
     */
    public Restored restore() {
        ArchivedSegments segments = ArchivedSegments.of(archive, head.book());
        long resumedAt = head.position();
        if (segments.last() == 0) {
            throw new ArchiveException(
                    archive.place() + " has nothing of the book '" + head.book() + "'.");
        }
        if (segments.last() < resumedAt) {
            throw new ArchiveException(
                    "The book ends at "
                            + resumedAt
                            + " already, and the archive at "
                            + segments.last()
                            + ".");
        }
        ArchiveWalk reading = new ArchiveWalk(archive, segments, progress, new Loading(resumedAt));
        walk = reading;
        // The segment that the book ends in once more: its refused commands may be missing.
        reading.walk(resumedAt == 0 ? 0 : resumedAt - 1);
        flush(reading);
        if (!head.isSameAs(reading.head())) {
            throw new ArchiveException("The book and its archive do not end alike.");
        }
        return new Restored(
                head,
                resumedAt,
                eventCount,
                commandCount,
                refusedCount,
                state.entities(),
                state.snapshots(),
                reading.bytes());
    }

    private final class Loading implements ArchiveWalk.Visitor {

        private final long resumedAt;

        Loading(long resumedAt) {
            this.resumedAt = resumedAt;
        }

        @Override
        public void contract(Contract contract, byte[] avro) {
            requireKnown(contract, avro);
        }

        @Override
        public void committed(CommandRecord command, List<RecordedEvent> its) {
            if (command.position() > resumedAt) {
                if (its.getFirst().position() <= resumedAt) {
                    throw otherEvents();
                }
                events.addAll(its);
                commands.add(command);
                if (events.size() >= BATCH) {
                    flush(walking());
                }
            } else if (command.position() == resumedAt && !head.isSameAs(walking().head())) {
                throw otherEvents();
            }
        }

        @Override
        public void refused(CommandRecord command) {
            refused.add(command);
            if (refused.size() >= BATCH) {
                flush(walking());
            }
        }

        @Override
        public void segmentEnd(Manifest manifest) {
            flush(walking());
        }
    }

    private ArchiveWalk walking() {
        return requireNonNull(walk);
    }

    private ArchiveException otherEvents() {
        return new ArchiveException(
                "The book has other events than the archive, up to position "
                        + head.position()
                        + ". Only a restoration that was interrupted can be gone on with.");
    }

    /** Events of a contract that this program does not have, or has differently, cannot be read. */
    private void requireKnown(Contract contract, byte[] avro) {
        try {
            EventType<E> type = domain.events().type(contract.type());
            Schema mine = type.schema(contract.version());
            Schema its = new Schema.Parser().parse(new String(avro, UTF_8));
            if (its.equals(mine)
                    && type.topic().name().equals(contract.topic())
                    && type.topic().number() == contract.number()) {
                return;
            }
        } catch (MalformedEventException | AvroRuntimeException unknown) {
            throw unknownContract(contract, unknown);
        }
        throw unknownContract(contract, null);
    }

    private static ArchiveException unknownContract(
            Contract contract, @Nullable RuntimeException cause) {
        return new ArchiveException(
                "This version of Daybook does not know the contract "
                        + contract.type()
                        + " version "
                        + contract.version()
                        + " of the archive.",
                cause);
    }

    private void flush(ArchiveWalk reading) {
        if (events.isEmpty() && refused.isEmpty()) {
            return;
        }
        Head after = events.isEmpty() ? head : whole(reading.head());
        try (WriteStore.Transaction<S> transaction = target.begin()) {
            if (!transaction.head().isSameAs(head)) {
                throw new ArchiveException(
                        "Somebody else writes to the book that is being restored.");
            }
            List<CommandRecord> all = new ArrayList<>(commands);
            List<CommandRecord> missing = missing(transaction);
            all.addAll(missing);
            RestoredState.Batch<S> batch = state.apply(events, transaction);
            transaction.write(
                    new WriteStore.Batch<>(
                            after, List.copyOf(events), all, batch.changes(), batch.snapshots()));
            transaction.commit();
            state.remember(batch);
            refusedCount += missing.size();
        }
        head = after;
        eventCount += events.size();
        commandCount += commands.size();
        events.clear();
        commands.clear();
        refused.clear();
    }

    /** With a place for each lane, as a committer writes it. */
    private Head whole(Head partial) {
        int slots = domain.events().topics().size() * Lanes.PER_TOPIC;
        return new Head(
                partial.book(),
                partial.position(),
                partial.recordedAt(),
                partial.lanesFor(slots),
                partial.frontier());
    }

    /** Refused commands that are not there yet: from an interrupted attempt, or twice archived. */
    private List<CommandRecord> missing(WriteStore.Transaction<S> transaction) {
        if (refused.isEmpty()) {
            return List.of();
        }
        Set<UUID> known = new HashSet<>();
        transaction
                .commands(List.of(), refused.stream().map(CommandRecord::id).toList())
                .forEach(command -> known.add(command.id()));
        return refused.stream().filter(command -> known.add(command.id())).toList();
    }
}
