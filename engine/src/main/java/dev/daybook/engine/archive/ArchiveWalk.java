package dev.daybook.engine.archive;

import dev.daybook.engine.archive.ArchivedSegments.Read;
import dev.daybook.engine.archive.Manifest.Contract;
import dev.daybook.engine.archive.Manifest.End;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.ChainCheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an archive from first to last and holds everything against its proofs before it hands it
 * over: the chain of manifests; size and hash of every file; every event's hash, predecessor and
 * position; that each event's command is there and says the same of who and why; and at the end of
 * each segment lanes, time and Merkle root. Memory is bounded by one command's events.
 *
 * <p>It stops at the first thing that is wrong with an {@link ArchiveException}. An instance walks
 * once.
 */
public final class ArchiveWalk {

    static final RecordCodec<ArchivedEvent> EVENTS = RecordCodec.of(ArchivedEvent.class);
    static final RecordCodec<ArchivedCommand> COMMANDS = RecordCodec.of(ArchivedCommand.class);

    /** More events than any command makes. */
    private static final int COMMAND_EVENTS_MAX = 1_000_000;

    /** Sees what is in the archive, in the order of the journal. */
    public interface Visitor {

        /** A segment begins, and its files are those that were archived. */
        default void segment(Manifest manifest) {}

        /** A contract of the segment that begins. */
        default void contract(Contract contract, byte[] avro) {}

        /** A command with all its events. */
        default void committed(CommandRecord command, List<RecordedEvent> events) {}

        /** A refused command; one may come twice. */
        default void refused(CommandRecord command) {}

        /** The segment has ended, and everything in it was true. */
        default void segmentEnd(Manifest manifest) {}
    }

    private final Archive archive;
    private final ArchivedSegments segments;
    private final ArchiveProgress progress;
    private final Visitor visitor;
    private final Set<String> knownContracts = new HashSet<>();
    private ChainCheck chain;
    private long events;
    private long commands;
    private long refused;
    private long bytes;

    public ArchiveWalk(
            Archive archive, ArchivedSegments segments, ArchiveProgress progress, Visitor visitor) {
        this.archive = archive;
        this.segments = segments;
        this.progress = progress;
        this.visitor = visitor;
        this.chain = new ChainCheck(segments.empty(), ArchiveWalk::wrong);
    }

    private static void wrong(long position, String problem) {
        throw new ArchiveException("Position " + position + ": " + problem);
    }

    /** Walks all of it. */
    public void walk() {
        walk(0);
    }

    /**
     * Walks from the segment that holds the position behind one; of those before it only the
     * manifests are looked at.
     */
    public void walk(long after) {
        walk(after, Long.MAX_VALUE);
    }

    /** Walks as {@link #walk(long)} does, up to the segment that holds a position. */
    void walk(long after, long upTo) {
        String previous = Manifest.NONE;
        try (Spool spool = new Spool()) {
            for (SegmentName name : segments.names()) {
                if (name.first() > upTo) {
                    break;
                }
                Read read = segments.read(name);
                Manifest manifest = read.manifest();
                if (!manifest.previous().equals(previous)) {
                    throw new ArchiveException(
                            "The manifest "
                                    + name.manifest()
                                    + " names another predecessor than the one before it.");
                }
                if (name.last() <= after) {
                    chain = new ChainCheck(manifest.head(), ArchiveWalk::wrong);
                } else {
                    segment(manifest, spool);
                }
                previous = read.sha256();
            }
        }
    }

    /** The book as it was after the command that was handed over last. */
    public Head head() {
        return chain.head();
    }

    public long events() {
        return events;
    }

    /** Commands that caused events. */
    public long commands() {
        return commands;
    }

    public long refused() {
        return refused;
    }

    /** The size of all files that were read. */
    public long bytes() {
        return bytes;
    }

    private void segment(Manifest manifest, Spool spool) {
        SegmentName name = manifest.segment();
        requireNames(manifest);
        Path journal = fetch(spool, manifest.journal());
        Path commandFile = fetch(spool, manifest.commands());
        visitor.segment(manifest);
        for (Contract contract : manifest.contracts()) {
            contract(contract, spool);
        }
        byte[] hash;
        long refusedBefore = refused;
        long commandsBefore = commands;
        try (RowReader<ArchivedEvent> rows =
                        new RowReader<>(EVENTS, journal, manifest.journal().name());
                RowReader<ArchivedCommand> of =
                        new RowReader<>(COMMANDS, commandFile, manifest.commands().name())) {
            hash = committed(manifest, new EventRows(manifest, rows), of);
        }
        requireCount(manifest.commands(), commands - commandsBefore + refused - refusedBefore);
        for (FileEntry more : manifest.refused()) {
            long before = refused;
            Path file = fetch(spool, more);
            try (RowReader<ArchivedCommand> rows = new RowReader<>(COMMANDS, file, more.name())) {
                while (rows.hasNext()) {
                    refused(rows.next().command(), name.last(), name.last());
                }
            }
            requireCount(more, refused - before);
            spool.delete(file);
        }
        requireEnd(manifest, hash);
        spool.delete(journal);
        spool.delete(commandFile);
        visitor.segmentEnd(manifest);
    }

    private Path fetch(Spool spool, FileEntry entry) {
        Path file = spool.fetch(archive, entry);
        bytes += entry.bytes();
        return file;
    }

    private void contract(Contract contract, Spool spool) {
        Path file = spool.fetch(archive, contract.file());
        if (knownContracts.add(contract.file().name())) {
            bytes += contract.file().bytes();
        }
        visitor.contract(contract, content(file, contract.file()));
        spool.delete(file);
    }

    private static byte[] content(Path file, FileEntry entry) {
        if (entry.bytes() > Manifest.BYTES_MAX) {
            throw new ArchiveException("The file " + entry.name() + " is too long a contract.");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new ArchiveException(
                    "A temporary file could not be read: " + failure + ".", failure);
        }
    }

    /** Hands over each command with its events; the hash of the last event. */
    private byte[] committed(
            Manifest manifest, EventRows rows, RowReader<ArchivedCommand> commandRows) {
        RecordedEvent last = null;
        long position = manifest.first() - 1;
        while (commandRows.hasNext()) {
            CommandRecord command = commandRows.next().command();
            if (command.outcome() instanceof Outcome.Committed(long first, long end)) {
                if (first != position + 1
                        || end < first
                        || end > manifest.last()
                        || end - first >= COMMAND_EVENTS_MAX) {
                    throw new ArchiveException(
                            "The file "
                                    + manifest.commands().name()
                                    + " has no command of position "
                                    + (position + 1)
                                    + ".");
                }
                List<RecordedEvent> mine = rows.upTo(end);
                mine.forEach(event -> add(event, command));
                last = mine.getLast();
                position = end;
                commands++;
                visitor.committed(command, mine);
                progress.step("events", position, segments.last());
            } else {
                refused(command, manifest.first() - 1, manifest.last() - 1);
            }
        }
        if (last == null || position != manifest.last() || rows.hasMore()) {
            throw new ArchiveException(
                    "The files of the segment "
                            + manifest.segment()
                            + " do not have the same events and commands.");
        }
        return last.hash();
    }

    private void add(RecordedEvent event, CommandRecord command) {
        if (!event.command().equals(command.id())
                || !event.provenance().equals(command.by())
                || !event.recordedAt().equals(command.decidedAt())) {
            wrong(event.position(), "Its command says another thing of who, why and when.");
        }
        chain.add(event);
        events++;
    }

    private void refused(CommandRecord command, long from, long to) {
        if (!(command.outcome() instanceof Outcome.Rejected)
                || command.position() < from
                || command.position() > to) {
            throw new ArchiveException(
                    "The command "
                            + command.id()
                            + " was not refused at a position from "
                            + from
                            + " to "
                            + to
                            + ".");
        }
        refused++;
        visitor.refused(command);
    }

    /** A manifest names its own files and no others, of whatever it says of them. */
    private static void requireNames(Manifest manifest) {
        SegmentName name = manifest.segment();
        boolean own =
                manifest.journal().name().equals(name.journal())
                        && manifest.journal().records() == name.events()
                        && manifest.commands().name().equals(name.commands())
                        && manifest.refused().size() <= 1
                        && manifest.refused().stream()
                                .allMatch(file -> file.name().equals(name.refused(file.records())))
                        && manifest.contracts().stream()
                                .allMatch(contract ->
                                        contract.file().records() == 0
                                                && contract.file()
                                                        .name()
                                                        .equals(
                                                                name.contract(
                                                                        contract.type(),
                                                                        contract.version())));
        if (!own) {
            throw new ArchiveException(
                    "The manifest " + name.manifest() + " names files that are not its own.");
        }
    }

    private static void requireCount(FileEntry entry, long rows) {
        if (rows != entry.records()) {
            throw new ArchiveException(
                    "The file "
                            + entry.name()
                            + " has "
                            + rows
                            + " rows, and its manifest says "
                            + entry.records()
                            + ".");
        }
    }

    private void requireEnd(Manifest manifest, byte[] hash) {
        if (!End.of(chain.head(), hash).equals(manifest.end())) {
            throw new ArchiveException(
                    "The manifest "
                            + manifest.segment().manifest()
                            + " says another end of the segment than its events do.");
        }
    }

    /** The events of a segment, in order, each of a contract that the manifest names. */
    private static final class EventRows {

        private final RowReader<ArchivedEvent> rows;
        private final Map<String, Topic> topics;
        private final Map<String, String> contracts = new HashMap<>();
        private long position;

        EventRows(Manifest manifest, RowReader<ArchivedEvent> rows) {
            this.rows = rows;
            this.topics = manifest.topics();
            this.position = manifest.first() - 1;
            manifest.contracts()
                    .forEach(contract ->
                            contracts.put(
                                    contract.type() + "/" + contract.version(), contract.topic()));
        }

        boolean hasMore() {
            return rows.hasNext();
        }

        List<RecordedEvent> upTo(long end) {
            List<RecordedEvent> events = new ArrayList<>(2);
            while (position < end && rows.hasNext()) {
                RecordedEvent event = rows.next().event(topics);
                position++;
                if (event.position() != position) {
                    wrong(position, "The next event is that of position " + event.position() + ".");
                }
                if (!event.topic()
                        .name()
                        .equals(contracts.get(event.type() + "/" + event.schema()))) {
                    wrong(position, "It follows a contract that its manifest does not name.");
                }
                events.add(event);
            }
            if (position < end) {
                wrong(end, "It is missing in its segment.");
            }
            return events;
        }
    }
}
