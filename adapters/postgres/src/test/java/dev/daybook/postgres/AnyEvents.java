package dev.daybook.postgres;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.fuzz.Texts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Events of counters that say whatever an event may say. */
final class AnyEvents {

    private static final Instant BEGIN = Instant.parse("2026-07-15T10:00:00.123456Z");

    private AnyEvents() {}

    /** Events after a position, by a command for every one to three of them. */
    static List<RecordedEvent> after(
            long position, int count, String book, RandomGenerator random) {
        EventHash hash = new EventHash(book);
        List<RecordedEvent> events = new ArrayList<>();
        UUID command = new UUID(random.nextLong(), random.nextLong());
        Provenance by = provenance(random, command);
        for (int i = 1; i <= count; i++) {
            if (random.nextInt(3) == 0) {
                command = new UUID(random.nextLong(), random.nextLong());
                by = provenance(random, command);
            }
            events.add(hashed(event(position + i, command, by, random), hash));
        }
        return events;
    }

    private static RecordedEvent event(
            long position, UUID command, Provenance by, RandomGenerator random) {
        EntityId entity =
                new EntityId(
                        "counter",
                        random.nextBoolean() ? command.toString() : "c" + text(random, 40));
        byte[] payload = new byte[random.nextInt(2_000)];
        random.nextBytes(payload);
        return new RecordedEvent(
                position,
                entity,
                1 + random.nextInt(1_000),
                Counters.TOPIC,
                Lanes.of(entity),
                random.nextLong(position),
                random.nextBoolean() ? "Added" : "Taken",
                1,
                payload,
                BEGIN.plus(position, ChronoUnit.MICROS),
                random.nextBoolean() ? null : LocalDate.ofEpochDay(random.nextInt(-40_000, 60_000)),
                command,
                by,
                new byte[0]);
    }

    private static Provenance provenance(RandomGenerator random, UUID command) {
        return new Provenance(
                "a" + text(random, 30),
                textOrNull(random),
                "test",
                text(random, 300),
                random.nextBoolean() ? command.toString() : text(random, 60),
                textOrNull(random),
                textOrNull(random));
    }

    private static @Nullable String textOrNull(RandomGenerator random) {
        return random.nextBoolean() ? null : text(random, 60);
    }

    private static String text(RandomGenerator random, int charsMax) {
        return Texts.plain(random, charsMax);
    }

    private static RecordedEvent hashed(RecordedEvent e, EventHash hash) {
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
                hash.of(e));
    }
}
