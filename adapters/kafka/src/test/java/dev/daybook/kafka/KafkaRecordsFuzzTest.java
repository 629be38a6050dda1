package dev.daybook.kafka;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Whatever an event says survives; whatever else is on a topic is refused, and nothing more. */
class KafkaRecordsFuzzTest {

    private final KafkaRecords records =
            new KafkaRecords(new TopicNames("p.", "main", Things.CATALOG), Things.CATALOG);

    @Test
    void anyEventSurvives() {
        forEachSeed(
                2_000,
                random -> {
                    RecordedEvent event = event(random);
                    LaneRecord read =
                            records.read(
                                    Things.received(
                                            records.recorded(
                                                    event, random.nextInt(), Long.MAX_VALUE)));
                    assertThat(((LaneRecord.Recorded) read).event())
                            .usingRecursiveComparison()
                            .isEqualTo(event);
                });
    }

    @Test
    void aDamagedRecordIsMalformedOrStillTrue() {
        EventHash hash = new EventHash("main");
        forEachSeed(
                20_000,
                random -> {
                    try {
                        if (records.read(Things.received(damaged(sent(random), random)))
                                instanceof LaneRecord.Recorded(RecordedEvent event, long _)) {
                            assertThat(hash.matches(event)).isTrue();
                        }
                    } catch (MalformedEventException refused) {
                        assertThat(refused).hasMessageNotContaining("secret");
                    }
                });
    }

    private ProducerRecord<byte[], byte[]> sent(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> records.watermark(Things.MADE, 3, random.nextLong(), random.nextLong());
            case 1 -> records.withheld(event(random), "schema-409", Long.MAX_VALUE);
            default -> records.recorded(event(random), 1, Long.MAX_VALUE);
        };
    }

    private static ProducerRecord<byte[], byte[]> damaged(
            ProducerRecord<byte[], byte[]> good, RandomGenerator random) {
        Headers headers = new RecordHeaders();
        int hit = random.nextInt(good.headers().toArray().length + 4);
        int at = 0;
        for (Header header : good.headers()) {
            if (at++ != hit) {
                headers.add(header);
            } else if (random.nextInt(8) > 0) {
                headers.add(
                        header.key(),
                        random.nextInt(8) == 0 ? null : Damage.to(header.value(), random));
            }
        }
        return new ProducerRecord<>(
                random.nextInt(50) == 0 ? "p.main.unknown" : good.topic(),
                random.nextInt(50) == 0 ? random.nextInt(100) : good.partition(),
                hit == at ? damaged(good.key(), random) : good.key(),
                hit == at + 1 ? damaged(good.value(), random) : good.value(),
                headers);
    }

    private static byte @Nullable [] damaged(byte @Nullable [] good, RandomGenerator random) {
        return good == null || random.nextInt(8) == 0 ? null : Damage.to(good, random);
    }

    private static RecordedEvent event(RandomGenerator random) {
        Topic topic = random.nextBoolean() ? Things.MADE : Things.NAMED;
        EntityId entity = new EntityId("thing", "x" + text(random, 100));
        long previous = random.nextLong(Long.MAX_VALUE - 1);
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        return Things.hashed(
                "main",
                new RecordedEvent(
                        random.nextLong(previous + 1, Long.MAX_VALUE),
                        entity,
                        random.nextLong(1, Long.MAX_VALUE),
                        topic,
                        Lanes.of(entity),
                        previous,
                        topic.equals(Things.MADE) ? "Made" : "Named",
                        random.nextInt(1, Integer.MAX_VALUE),
                        payload,
                        Instant.ofEpochSecond(
                                random.nextLong(-1L << 36, 1L << 36),
                                1_000 * random.nextLong(1_000_000)),
                        random.nextBoolean()
                                ? null
                                : LocalDate.ofEpochDay(random.nextInt(-1 << 24, 1 << 24)),
                        new UUID(random.nextLong(), random.nextLong()),
                        new Provenance(
                                text(random, 50),
                                perhaps(random),
                                text(random, 20),
                                text(random, 1_000),
                                text(random, 50),
                                perhaps(random),
                                perhaps(random)),
                        new byte[0]));
    }

    private static @Nullable String perhaps(RandomGenerator random) {
        return random.nextBoolean() ? null : text(random, 100);
    }

    /** What can be recorded: a half of a pair cannot. */
    private static String text(RandomGenerator random, int charsMax) {
        return new String(Texts.any(random, charsMax).getBytes(UTF_8), UTF_8);
    }
}
