package dev.daybook.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Records become Avro and come back, whatever version wrote them. */
class RecordCodecTest {

    enum Colour {
        RED,
        GREEN
    }

    record Inner(String name, int count) {}

    record Everything(
            long number,
            int small,
            boolean flag,
            String text,
            UUID id,
            LocalDate day,
            Instant at,
            Colour colour,
            Inner inner,
            List<Inner> list,
            Map<String, String> map,
            @Nullable String maybe,
            @Nullable Inner maybeInner,
            @Nullable Long maybeNumber) {}

    private static Everything everything(Random random) {
        Inner inner = new Inner("inner-" + random.nextInt(), random.nextInt());
        return new Everything(
                random.nextLong(),
                random.nextInt(),
                random.nextBoolean(),
                "Größe \uD83D\uDE00 " + random.nextInt(),
                new UUID(random.nextLong(), random.nextLong()),
                LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000),
                Instant.EPOCH.plusNanos(random.nextLong(1L << 60) / 1_000 * 1_000),
                Colour.values()[random.nextInt(2)],
                inner,
                random.nextBoolean() ? List.of() : List.of(inner, new Inner("", -1)),
                random.nextBoolean() ? Map.of() : Map.of("k", "v"),
                random.nextBoolean() ? null : "there",
                random.nextBoolean() ? null : inner,
                random.nextBoolean() ? null : Long.valueOf(7));
    }

    @Test
    void aRecordComesBackAsItWas() {
        RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            Everything value = everything(random);
            assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
        }
    }

    @Test
    void avroItselfReadsWhatIsWritten() {
        RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
        Everything value = everything(new Random(2));
        Schema same = new Schema.Parser().parse(codec.schema().toString());
        assertThat(codec.decode(codec.encode(value), same)).isEqualTo(value);
    }

    static final class Old {
        record Thing(String name, @Nullable String gone) {}
    }

    static final class New {
        record Thing(String name, @Nullable Long added, List<String> tags) {}
    }

    @Test
    void oldBytesAreReadByNewCodeAndNewBytesByOld() {
        RecordCodec<Old.Thing> old = RecordCodec.of(Old.Thing.class);
        RecordCodec<New.Thing> now = RecordCodec.of(New.Thing.class);
        assertThat(now.decode(old.encode(new Old.Thing("n", "g")), old.schema()))
                .isEqualTo(new New.Thing("n", null, List.of()));
        assertThat(old.decode(now.encode(new New.Thing("n", 5L, List.of("t"))), now.schema()))
                .isEqualTo(new Old.Thing("n", null));
    }

    @Test
    void brokenBytesAreMalformedAndNothingElse() {
        RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
        Random random = new Random(3);
        byte[] good = codec.encode(everything(random));
        int malformed = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 10));
            for (int j = 0; j < 4 && bad.length > 0; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                codec.decode(bad);
            } catch (MalformedEventException expected) {
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(2_000);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(good, good.length - 1)))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("More bytes");
    }

    record Unwritable(Thread thread) {}

    @Test
    void aComponentThatCannotBeWrittenIsRefusedAtOnce() {
        assertThatThrownBy(() -> RecordCodec.of(Unwritable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thread");
    }

    record Nothing() {}

    record Nothings(List<Nothing> nothings) {}

    /** Found by fuzzing: three bytes that claim a million of them were believed. */
    @Test
    void aListOfWhatTakesNoBytesIsRefusedAtOnce() {
        assertThatThrownBy(() -> RecordCodec.of(Nothings.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothings");
    }
}
