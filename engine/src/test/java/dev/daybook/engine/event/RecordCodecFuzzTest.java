package dev.daybook.engine.event;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Whatever the bytes: the record they were made of, or {@link MalformedEventException}, soon. */
class RecordCodecFuzzTest {

    /** What decoding may allocate: so much, and so many times as much as it is given. */
    private static final long ALLOCATED_MAX = 200_000;

    private static final long ALLOCATED_PER_BYTE_MAX = 500;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Inner(String name, int count, @Nullable List<Long> numbers) {}

    record Sample(
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
            List<List<String>> lists,
            Map<String, String> map,
            Map<String, List<Integer>> maps,
            @Nullable String maybe,
            @Nullable Inner maybeInner,
            @Nullable Long maybeNumber,
            @Nullable Instant maybeAt) {}

    static final class Older {
        record Sample(
                int number,
                @Nullable String gone,
                String text,
                UUID id,
                LocalDate day,
                Inner inner,
                List<Inner> list,
                Map<String, String> map) {}
    }

    static final class Newer {
        record Sample(
                long number,
                String text,
                UUID id,
                LocalDate day,
                Inner inner,
                List<Inner> list,
                Map<String, String> map,
                @Nullable Instant added,
                List<String> tags) {}
    }

    private final RecordCodec<Sample> codec = RecordCodec.of(Sample.class);
    private final RecordCodec<Older.Sample> older = RecordCodec.of(Older.Sample.class);
    private final RecordCodec<Newer.Sample> newer = RecordCodec.of(Newer.Sample.class);

    @Test
    void anyRecordComesBackAsItWas() {
        Schema parsed = new Schema.Parser().parse(codec.schema().toString());
        forEachSeed(
                3_000,
                random -> {
                    Sample sample = sample(random);
                    byte[] bytes = codec.encode(sample);
                    assertThat(codec.decode(bytes)).isEqualTo(sample);
                    assertThat(codec.decode(bytes, parsed)).isEqualTo(sample);
                });
    }

    @Test
    void anyRecordOfAnOlderShapeIsReadByTheNewer() {
        forEachSeed(
                3_000,
                random -> {
                    Older.Sample old = older(random);
                    assertThat(newer.decode(older.encode(old), older.schema()))
                            .isEqualTo(
                                    new Newer.Sample(
                                            old.number,
                                            old.text,
                                            old.id,
                                            old.day,
                                            old.inner,
                                            old.list,
                                            old.map,
                                            null,
                                            List.of()));
                });
    }

    @Test
    void damagedBytesAreMalformedOrARecordAndNothingElse() {
        forEachSeed(
                15_000,
                random -> {
                    byte[] bad = Damage.to(codec.encode(sample(random)), random);
                    requireRecordOrMalformed(bad, codec::decode);
                });
    }

    @Test
    void damagedBytesOfAnOlderShapeAreMalformedOrARecordAndNothingElse() {
        forEachSeed(
                15_000,
                random -> {
                    byte[] bad = Damage.to(older.encode(older(random)), random);
                    requireRecordOrMalformed(bad, bytes -> newer.decode(bytes, older.schema()));
                });
    }

    @Test
    void noiseIsMalformedOrARecordAndNothingElse() {
        forEachSeed(
                15_000,
                random -> {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    requireRecordOrMalformed(noise, codec::decode);
                    requireRecordOrMalformed(noise, bytes -> newer.decode(bytes, older.schema()));
                });
    }

    /** Every place of a record may claim any length; none is believed before it is seen. */
    @Test
    void aLengthThatIsNotThereIsNotAllocated() {
        forEachSeed(
                4_000,
                random -> {
                    byte[] good = codec.encode(sample(random));
                    int at = random.nextInt(good.length);
                    byte[] bad = withNumber(good, at, number(random));
                    requireRecordOrMalformed(bad, codec::decode);
                    byte[] old = older.encode(older(random));
                    byte[] oldBad = withNumber(old, random.nextInt(old.length), number(random));
                    requireRecordOrMalformed(oldBad, bytes -> newer.decode(bytes, older.schema()));
                });
    }

    private static void requireRecordOrMalformed(byte[] bytes, Function<byte[], Object> decode) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(decode.apply(bytes)).isNotNull();
        } catch (MalformedEventException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d bytes", bytes.length)
                .isLessThan(ALLOCATED_MAX + ALLOCATED_PER_BYTE_MAX * bytes.length);
    }

    /** A number that somebody might take for a length. */
    private static long number(RandomGenerator random) {
        long number = random.nextLong() >>> random.nextInt(Long.SIZE);
        return random.nextInt(3) == 0 ? -number : number;
    }

    /** The bytes with a number in Avro's own writing in one place. */
    private static byte[] withNumber(byte[] bytes, int at, long number) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(bytes, 0, at);
        for (long rest = (number << 1) ^ (number >> 63); ; rest >>>= 7) {
            if ((rest & ~0x7fL) == 0) {
                out.write((int) rest);
                break;
            }
            out.write((int) (rest & 0x7f) | 0x80);
        }
        out.write(bytes, at + 1, bytes.length - at - 1);
        return out.toByteArray();
    }

    private static Sample sample(RandomGenerator random) {
        return new Sample(
                number(random),
                (int) number(random),
                random.nextBoolean(),
                Texts.plain(random, 40),
                new UUID(random.nextLong(), random.nextLong()),
                LocalDate.ofEpochDay(random.nextInt(-1_000_000, 1_000_000)),
                instant(random),
                Colour.values()[random.nextInt(3)],
                inner(random),
                list(random, RecordCodecFuzzTest::inner),
                list(random, each -> list(each, RecordCodecFuzzTest::text)),
                map(random, RecordCodecFuzzTest::text),
                map(random, each -> list(each, RandomGenerator::nextInt)),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : inner(random),
                random.nextBoolean() ? null : (Long) random.nextLong(),
                random.nextBoolean() ? null : instant(random));
    }

    private static Older.Sample older(RandomGenerator random) {
        return new Older.Sample(
                random.nextInt(),
                random.nextBoolean() ? null : text(random),
                text(random),
                new UUID(random.nextLong(), random.nextLong()),
                LocalDate.ofEpochDay(random.nextInt(100_000)),
                inner(random),
                list(random, RecordCodecFuzzTest::inner),
                map(random, RecordCodecFuzzTest::text));
    }

    private static Instant instant(RandomGenerator random) {
        return Instant.EPOCH.plus(random.nextLong() >> random.nextInt(40), ChronoUnit.MICROS);
    }

    private static Inner inner(RandomGenerator random) {
        return new Inner(
                text(random),
                random.nextInt(),
                random.nextBoolean() ? null : list(random, RandomGenerator::nextLong));
    }

    private static String text(RandomGenerator random) {
        return Texts.plain(random, 10);
    }

    private static <T> List<T> list(RandomGenerator random, Function<RandomGenerator, T> item) {
        return Stream.generate(() -> item.apply(random)).limit(random.nextInt(4)).toList();
    }

    private static <T> Map<String, T> map(
            RandomGenerator random, Function<RandomGenerator, T> item) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random), item.apply(random));
        }
        return map;
    }
}
