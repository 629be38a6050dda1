package dev.daybook.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.archive.ArchiveSource.Mark;
import dev.daybook.engine.archive.Manifest.Contract;
import dev.daybook.engine.archive.Manifest.End;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.ChainCheck;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes one segment: reads it from the book, holds its events against each other, and puts its
 * files into the archive, the manifest last. Files that an earlier attempt left are taken as they
 * are when they say the same.
 */
final class SegmentWriter {

    private static final int PAGE = 5_000;
    private static final int CLAIM_BYTES_MAX = 100;

    private final ArchiveSource source;
    private final EventCatalog<?> catalog;
    private final Archive archive;
    private final Spool spool;
    private final Head from;
    private final String previous;
    private final ChainCheck chain;
    private final TreeMap<String, EventType<?>> types = new TreeMap<>();
    private final TreeMap<String, Integer> versions = new TreeMap<>();
    private @Nullable RecordedEvent last;

    /**
     * @param from the head of the book before the segment
     * @param previous the hash of the manifest before it
     */
    SegmentWriter(
            ArchiveSource source,
            EventCatalog<?> catalog,
            Archive archive,
            Spool spool,
            Head from,
            String previous) {
        this.source = source;
        this.catalog = catalog;
        this.archive = archive;
        this.spool = spool;
        this.from = from;
        this.previous = previous;
        this.chain = new ChainCheck(from, SegmentWriter::wrong);
    }

    private static void wrong(long position, String problem) {
        throw new ArchiveException(
                "The book is not archived beyond position "
                        + (position - 1)
                        + ", since it is not whole and true: "
                        + problem);
    }

    /**
     * @param events so many, and the rest of the last one's command
     * @param sealed whether the commands belong to it that were refused after its last event
     * @throws SegmentClaimedException when another archiver ends it elsewhere
     */
    ArchivedSegments.Read write(long events, boolean sealed) {
        try (RowWriter<ArchivedEvent> journal = new RowWriter<>(ArchiveWalk.EVENTS, spool.file());
                RowWriter<ArchivedCommand> commands =
                        new RowWriter<>(ArchiveWalk.COMMANDS, spool.file())) {
            RecordedEvent end = read(events, journal);
            SegmentName name = new SegmentName(from.book(), from.position() + 1, end.position());
            claim(name);
            committed(name, commands);
            refused(name.first() - 1, name.last() - 1, commands);
            FileEntry journalFile = put(journal, ArchiveWalk.EVENTS, name.journal());
            FileEntry commandFile = put(commands, ArchiveWalk.COMMANDS, name.commands());
            return manifest(
                    new Manifest(
                            Manifest.FORMAT,
                            previous,
                            from.book(),
                            name.first(),
                            name.last(),
                            journalFile,
                            commandFile,
                            sealed ? refusedAfter(name) : List.of(),
                            contracts(name),
                            End.of(chain.head(), end.hash())));
        }
    }

    Head head() {
        return chain.head();
    }

    private RecordedEvent read(long events, RowWriter<ArchivedEvent> journal) {
        long end = from.position() + events;
        while (true) {
            long position = chain.head().position();
            int limit = position < end ? (int) Math.min(PAGE, end - position) : PAGE;
            List<RecordedEvent> page = source.journal().read(position, limit);
            for (RecordedEvent event : page) {
                RecordedEvent before = last;
                if (before != null
                        && before.position() >= end
                        && !event.command().equals(before.command())) {
                    return before;
                }
                chain.add(event);
                contract(event);
                journal.add(ArchivedEvent.of(event));
                last = event;
            }
            RecordedEvent before = last;
            if (page.isEmpty() && before != null && before.position() >= end) {
                return before;
            }
            if (page.isEmpty()) {
                wrong(position + 1, "There is no such event.");
            }
        }
    }

    private void contract(RecordedEvent event) {
        String contract = event.type() + "-" + event.schema();
        if (!types.containsKey(contract)) {
            types.put(contract, catalog.type(event.type()));
            versions.put(contract, event.schema());
        }
    }

    /**
     * Says where this segment ends before there is anything of it. Two archivers that were told of
     * different sizes would write segments that overlap otherwise.
     */
    private void claim(SegmentName name) {
        byte[] end = (name.last() + "\n").getBytes(UTF_8);
        if (!put(end, name.claim())) {
            String there =
                    new String(Spool.small(archive, name.claim(), CLAIM_BYTES_MAX), UTF_8).strip();
            if (!there.matches("[0-9]{1,12}") || Long.parseLong(there) < name.first()) {
                throw new ArchiveException("The file " + name.claim() + " names no position.");
            }
            if (Long.parseLong(there) != name.last()) {
                throw new SegmentClaimedException(Long.parseLong(there));
            }
        }
    }

    private void committed(SegmentName name, RowWriter<ArchivedCommand> commands) {
        long events = 0;
        for (long after = name.first() - 1; after < name.last(); after += Journal.READ_MAX) {
            long upTo = Math.min(name.last(), after + Journal.READ_MAX);
            for (CommandRecord command : source.committed(after, upTo)) {
                ArchivedCommand row = ArchivedCommand.of(command);
                events += row.position() - row.firstPosition() + 1;
                commands.add(row);
            }
        }
        if (events != name.events()) {
            wrong(name.last() + 1, "Not every event up to here has its command.");
        }
    }

    private void refused(long from, long to, RowWriter<ArchivedCommand> commands) {
        Mark mark = Mark.before(from);
        while (true) {
            List<CommandRecord> page = source.refused(mark, to, PAGE);
            page.forEach(command -> commands.add(ArchivedCommand.of(command)));
            if (page.size() < PAGE) {
                return;
            }
            mark = Mark.of(page.getLast());
        }
    }

    private List<FileEntry> refusedAfter(SegmentName name) {
        try (RowWriter<ArchivedCommand> commands =
                new RowWriter<>(ArchiveWalk.COMMANDS, spool.file())) {
            refused(name.last(), name.last(), commands);
            return commands.count() == 0
                    ? List.of()
                    : List.of(put(commands, ArchiveWalk.COMMANDS, name.refused(commands.count())));
        }
    }

    private <T> FileEntry put(RowWriter<T> rows, RecordCodec<T> codec, String name) {
        FileEntry entry = rows.end(name);
        if (entry.bytes() > Archive.FILE_BYTES_MAX) {
            throw new ArchiveException(
                    "The file "
                            + name
                            + " would have "
                            + entry.bytes()
                            + " bytes, which is more than an archive takes. Make the segments"
                            + " smaller.");
        }
        boolean fresh = archive.write(name, rows.file(), Spool.bytes(entry.sha256()));
        spool.delete(rows.file());
        return fresh ? entry : earlier(entry, rows.contentHash(), codec);
    }

    /**
     * What an earlier attempt left under the name. It has the same bytes, unless another version of
     * the library compressed it; it has the same rows, or something is wrong.
     */
    private <T> FileEntry earlier(FileEntry mine, byte[] content, RecordCodec<T> codec) {
        Spool.Fetched there = spool.fetch(archive, mine.name());
        try {
            if (!there.sha256().equals(mine.sha256())) {
                var digest = Spool.sha256();
                try (RowReader<T> rows = new RowReader<>(codec, there.file(), mine.name())) {
                    rows.forEachRemaining(row -> digest.update(codec.encode(row)));
                }
                if (!Arrays.equals(digest.digest(), content)) {
                    throw occupied(mine.name());
                }
            }
            return new FileEntry(mine.name(), mine.records(), there.bytes(), there.sha256());
        } finally {
            spool.delete(there.file());
        }
    }

    private ArchiveException occupied(String name) {
        return new ArchiveException(
                "In "
                        + archive.place()
                        + " there is another file "
                        + name
                        + " than this book has. It is left alone.");
    }

    private List<Contract> contracts(SegmentName name) {
        List<Contract> contracts = new ArrayList<>();
        types.forEach((key, type) -> {
            int version = versions.getOrDefault(key, 0);
            Schema schema = type.schema(version);
            if (schema == null) {
                throw new ArchiveException(
                        "The contract of " + key + ", which the book's events follow, is unknown.");
            }
            contracts.add(
                    new Contract(
                            type.topic().name(),
                            type.topic().number(),
                            type.name(),
                            version,
                            put(schema, name.contract(type.name(), version))));
        });
        return contracts;
    }

    private FileEntry put(Schema schema, String name) {
        byte[] text = (schema + "\n").replace("\r\n", "\n").getBytes(UTF_8);
        if (!put(text, name)) {
            text = Spool.small(archive, name, Manifest.BYTES_MAX);
            if (!new Schema.Parser().parse(new String(text, UTF_8)).equals(schema)) {
                throw occupied(name);
            }
        }
        return new FileEntry(name, 0, text.length, Spool.hex(Spool.sha256().digest(text)));
    }

    private ArchivedSegments.Read manifest(Manifest manifest) {
        byte[] bytes = manifest.bytes();
        String name = manifest.segment().manifest();
        if (!put(bytes, name)
                && !Arrays.equals(bytes, Spool.small(archive, name, Manifest.BYTES_MAX))) {
            throw occupied(name);
        }
        return new ArchivedSegments.Read(manifest, Spool.hex(Spool.sha256().digest(bytes)));
    }

    private boolean put(byte[] content, String name) {
        Path file = spool.file();
        try {
            Files.write(file, content);
            return archive.write(name, file, Spool.sha256().digest(content));
        } catch (IOException failure) {
            throw new ArchiveException(
                    "A temporary file could not be written: " + failure + ".", failure);
        } finally {
            spool.delete(file);
        }
    }
}
