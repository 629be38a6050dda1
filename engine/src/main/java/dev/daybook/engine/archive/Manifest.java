package dev.daybook.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.MerkleFrontier;

import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What is in a segment. It says nothing that cannot be checked against the files or the manifest
 * before it, so that the same segment has the same manifest, byte for byte.
 *
 * @param format names the shape of manifests and files
 * @param previous SHA-256 of the manifest before it, in hexadecimal; {@link #NONE} for the first
 * @param first the position of the first event
 * @param last the position of the last event
 * @param journal the file with the events
 * @param commands the file with the commands that caused them, in order, and behind these those
 *     that were refused from just before the first event to just before the last one
 * @param refused at most one file, with the commands that were refused after the last event: what a
 *     shorter, sealed segment has. They may be in the segment behind it again
 * @param contracts the contracts that its events follow
 * @param end the book as it was after the last event
 */
public record Manifest(
        String format,
        String previous,
        String book,
        long first,
        long last,
        FileEntry journal,
        FileEntry commands,
        List<FileEntry> refused,
        List<Contract> contracts,
        End end) {

    public static final String FORMAT = "daybook-archive-1";

    /** In the place of the hash of a manifest that does not exist. */
    public static final String NONE = "0".repeat(2 * EventHash.BYTES);

    /** More is no manifest, and not read. */
    static final int BYTES_MAX = 1 << 20;

    private static final HexFormat HEX = HexFormat.of();
    private static final RecordCodec<Manifest> CODEC = RecordCodec.of(Manifest.class);

    /**
     * A contract that events follow.
     *
     * @param topic where these events go
     * @param number the topic's number
     * @param type the event type
     * @param version the version of its contract
     * @param file the contract itself, an Avro schema
     */
    public record Contract(String topic, int number, String type, int version, FileEntry file) {}

    /**
     * The head after the segment.
     *
     * @param hash the hash of the last event, in hexadecimal
     * @param recordedAt the recorded time of the last event
     * @param lanes the last position of each lane, by slot, up to the last one that is not empty
     * @param subtrees the Merkle tree's right edge, in hexadecimal
     * @param root the Merkle root over all events from the first to the last, in hexadecimal
     */
    public record End(
            String hash, String recordedAt, List<Long> lanes, List<String> subtrees, String root) {

        static End of(Head head, byte[] lastHash) {
            int used = head.lanes().length;
            while (used > 0 && head.lanes()[used - 1] == 0) {
                used--;
            }
            return new End(
                    HEX.formatHex(lastHash),
                    head.recordedAt().toString(),
                    Arrays.stream(head.lanes(), 0, used).boxed().toList(),
                    head.frontier().subtrees().stream().map(HEX::formatHex).toList(),
                    HEX.formatHex(head.frontier().root()));
        }
    }

    public SegmentName segment() {
        return new SegmentName(book, first, last);
    }

    /** The head of the book as it was after the segment. */
    Head head() {
        try {
            return new Head(
                    book,
                    last,
                    Instant.parse(end.recordedAt),
                    end.lanes.stream().mapToLong(Long::longValue).toArray(),
                    new MerkleFrontier(last, end.subtrees.stream().map(HEX::parseHex).toList()));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw damaged(segment().manifest(), wrong);
        }
    }

    /** The topics that its events belong to, by name. */
    Map<String, Topic> topics() {
        Map<String, Topic> topics = new HashMap<>();
        try {
            contracts.forEach(contract ->
                    topics.put(contract.topic, new Topic(contract.topic, contract.number)));
        } catch (IllegalArgumentException wrong) {
            throw damaged(segment().manifest(), wrong);
        }
        return topics;
    }

    /** All files that it names. */
    public List<FileEntry> files() {
        List<FileEntry> files = new ArrayList<>(List.of(journal, commands));
        files.addAll(refused);
        contracts.forEach(contract -> files.add(contract.file));
        return files;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(CODEC.schema(), out, true);
            CODEC.write(this, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new ArchiveException("A manifest could not be written.", impossible);
        }
        out.write('\n');
        // Whatever ends a line on the machine that writes it.
        return out.toString(UTF_8).replace("\r\n", "\n").getBytes(UTF_8);
    }

    /**
     * @throws ArchiveException when the bytes are not exactly those that {@link #bytes} makes
     */
    static Manifest of(String name, byte[] bytes) {
        Manifest manifest;
        try {
            manifest =
                    (Manifest)
                            CODEC.read(
                                    DecoderFactory.get()
                                            .jsonDecoder(CODEC.schema(), new String(bytes, UTF_8)));
        } catch (IOException | RuntimeException unreadable) {
            throw damaged(name, unreadable);
        }
        if (!manifest.format.equals(FORMAT)) {
            throw new ArchiveException(
                    "The manifest "
                            + name
                            + " was made by another version of Daybook: its format is '"
                            + manifest.format
                            + "', and this version reads '"
                            + FORMAT
                            + "'.");
        }
        if (!Arrays.equals(bytes, manifest.bytes())) {
            throw damaged(name, null);
        }
        return manifest;
    }

    private static ArchiveException damaged(String name, @Nullable Throwable cause) {
        return new ArchiveException("The manifest " + name + " is damaged.", cause);
    }
}
