package dev.daybook.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Topic;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The hash covers everything an event says, and nothing an event says can be mistaken for another
 * thing.
 */
class EventHashTest {

    private static final UUID COMMAND = new UUID(1, 2);
    private static final Topic TOPIC = new Topic("account-events", 0);
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static RecordedEvent event(
            String entity, byte[] payload, Provenance by, LocalDate valueDate) {
        return new RecordedEvent(
                7,
                new EntityId("account", entity),
                3,
                TOPIC,
                5,
                6,
                "Debited",
                1,
                payload,
                AT,
                valueDate,
                COMMAND,
                by,
                new byte[0]);
    }

    private static final Provenance BY =
            new Provenance("alice", "bob", "http", "why", "corr", "cause", "trace");

    @Test
    void theEncodingIsWrittenDownForEver() {
        RecordedEvent event = event("a", new byte[] {1, 2, 3}, BY, LocalDate.of(2026, 1, 2));
        assertThat(HexFormat.of().formatHex(new EventHash("main").of(event)))
                .isEqualTo("45a48b810f6a94482bb0b4659bfd4a7723e00b8aed2729963d20b06e43172cf1");
    }

    @Test
    void everyFieldCounts() {
        RecordedEvent e = event("a", new byte[] {1}, BY, LocalDate.EPOCH);
        List<RecordedEvent> different = new ArrayList<>(List.of(e));
        different.add(event("b", new byte[] {1}, BY, LocalDate.EPOCH));
        different.add(event("a", new byte[] {2}, BY, LocalDate.EPOCH));
        different.add(event("a", new byte[] {1}, BY, LocalDate.EPOCH.plusDays(1)));
        different.add(event("a", new byte[] {1}, BY, null));
        for (Provenance by :
                List.of(
                        new Provenance("x", "bob", "http", "why", "corr", "cause", "trace"),
                        new Provenance("alice", null, "http", "why", "corr", "cause", "trace"),
                        new Provenance("alice", "", "http", "why", "corr", "cause", "trace"),
                        new Provenance("alice", "bob", "x", "why", "corr", "cause", "trace"),
                        new Provenance("alice", "bob", "http", "x", "corr", "cause", "trace"),
                        new Provenance("alice", "bob", "http", "why", "x", "cause", "trace"),
                        new Provenance("alice", "bob", "http", "why", "corr", null, "trace"),
                        new Provenance("alice", "bob", "http", "why", "corr", "cause", null),
                        new Provenance("alicebob", "", "http", "why", "corr", "cause", "trace"))) {
            different.add(event("a", new byte[] {1}, by, LocalDate.EPOCH));
        }
        different.add(
                new RecordedEvent(
                        8,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        4,
                        TOPIC,
                        5,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        new Topic("x", 0),
                        5,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        6,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        5,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        6,
                        "Credited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        6,
                        "Debited",
                        2,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT.plusNanos(1_000),
                        LocalDate.EPOCH,
                        COMMAND,
                        BY,
                        e.hash()));
        different.add(
                new RecordedEvent(
                        7,
                        e.entity(),
                        3,
                        TOPIC,
                        5,
                        6,
                        "Debited",
                        1,
                        e.payload(),
                        AT,
                        LocalDate.EPOCH,
                        new UUID(1, 3),
                        BY,
                        e.hash()));
        EventHash hash = new EventHash("main");
        Set<String> hashes = new HashSet<>();
        different.forEach(each -> hashes.add(HexFormat.of().formatHex(hash.of(each))));
        hashes.add(HexFormat.of().formatHex(new EventHash("other").of(e)));
        assertThat(hashes).hasSize(different.size() + 1);
    }

    @Test
    void aLongPayloadIsHashedWhole() {
        byte[] large = new byte[100_000];
        byte[] first = new EventHash("main").of(event("a", large, BY, null));
        large[99_999] = 1;
        assertThat(new EventHash("main").of(event("a", large, BY, null))).isNotEqualTo(first);
    }
}
