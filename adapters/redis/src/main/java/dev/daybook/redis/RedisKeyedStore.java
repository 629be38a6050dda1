package dev.daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.KeyedValues;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.engine.view.ViewStore;

import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;

import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

/**
 * A keyed view in a hash of Redis.
 *
 * <p><b>Writing.</b> One save is one script call, which does everything or nothing, or several when
 * it is long. Each call writes only if the view is still the one that was opened and each lane is
 * where this store left it; so of two writers of a lane one is refused as soon as the other has
 * saved, and while neither has, the position in each value lets no older one replace a newer one.
 * After a crash between two calls some values are ahead of their lane; the events are read again,
 * and a fold skips those that {@link #load} says a value has.
 *
 * <p><b>Redis loses something.</b> It is the lanes with the values, always, because they are in one
 * key and each call is one transaction of its log: after a restart the view is as some earlier call
 * left it, after a flush or an eviction it is not there. The next {@link #save} or {@link #load}
 * finds a lane behind, or another life of the view, and fails; {@link #open} then says from where
 * to go on. Until the view has caught up, {@link #read} and {@link #find} fail with {@link
 * ViewBehindException} rather than say that a value does not exist.
 *
 * <p><b>Failures.</b> Whatever Redis or the network cannot do is a {@link StorageException}; an
 * {@link IllegalArgumentException} is a value or key that is too large for it.
 */
public final class RedisKeyedStore<V> implements ViewStore<String, V>, KeyedValues<V> {

    private static final RedisScript OPEN = RedisScript.named("open.lua");
    private static final RedisScript SAVE = RedisScript.named("save.lua");

    private static final int READ_MAX = 500;
    private static final Duration PACE = Duration.ofMillis(5);

    private final RedisLink writing;
    private final RedisLink reading;
    private final String id;
    private final byte[] key;
    private final RecordCodec<V> codec;
    private final Seen seen;

    /** The view as this store opened it, and the lanes it follows as it left them. */
    private volatile @Nullable ViewHeader mine;

    RedisKeyedStore(RedisLink writing, RedisLink reading, String book, KeyedView<?, V> view) {
        this.writing = writing;
        this.reading = reading;
        this.id = view.id();
        // What is in braces decides where a Redis Cluster keeps it.
        this.key = ("daybook:{" + book + ":" + id + "}").getBytes(UTF_8);
        this.codec = RecordCodec.of(view.valueType());
        this.seen = new Seen(view.name());
    }

    /**
     * As the interface says. A view whose values have changed their shape, or whose lanes were
     * followed together and are not now, starts anew like one that is not there.
     */
    @Override
    public Progress open(Set<Integer> lanes) {
        ViewHeader found =
                ViewHeader.of(
                        OPEN.run(
                                writing,
                                "open the view " + id,
                                key,
                                eightBytes(ThreadLocalRandom.current().nextLong()),
                                eightBytes(
                                        SchemaNormalization.parsingFingerprint64(codec.schema())),
                                Entries.decimal(lanes.contains(Lanes.ALL) ? 1 : 0)));
        Map<Integer, Long> positions = new HashMap<>();
        lanes.forEach(lane -> positions.put(lane, found.at(lane)));
        mine = new ViewHeader(found.identity(), positions);
        seen.add(found.lanes());
        return Progress.of(positions);
    }

    private static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /**
     * As the interface says.
     *
     * @throws ViewBehindException when Redis has lost some of the view and it is not whole again
     */
    @Override
    public Map<String, V> read(Collection<String> keys) {
        return find(keys).values();
    }

    /**
     * The values of these keys, and how far the view is.
     *
     * @throws ViewBehindException when Redis has lost some of the view and it is not whole again
     */
    public Shown<V> find(Collection<String> keys) {
        Map<String, V> values = new HashMap<>();
        Map<Integer, Long> shown = null;
        for (List<String> some : pages(keys)) {
            Map<Integer, Long> before = seen.now();
            Page page = page(some);
            seen.check(before, page.lanes());
            shown = shown == null ? page.lanes() : shown;
            page.entries.forEach(
                    (key, entry) -> values.put(key, codec.decode(Entries.avro(entry))));
        }
        return new Shown<>(values, Progress.of(shown == null ? Map.of() : shown));
    }

    /**
     * As the interface says; and fails when Redis has lost some of the view, since what is not
     * there may then have been there.
     */
    @Override
    public Map<String, Stored<V>> load(Collection<String> keys) {
        ViewHeader expected = opened();
        Map<String, Stored<V>> values = new HashMap<>();
        for (List<String> some : pages(keys)) {
            Page page = page(some);
            ViewHeader found = page.header;
            if (found == null || !found.isOfTheLifeOf(expected)) {
                throw notAsLeft("lost");
            }
            expected.lanes()
                    .forEach((lane, position) -> {
                        if (found.at(lane) < position) {
                            throw notAsLeft("behind");
                        }
                    });
            page.entries.forEach((key, entry) ->
                    values.put(
                            key,
                            new Stored<>(
                                    codec.decode(Entries.avro(entry)), Entries.position(entry))));
        }
        return values;
    }

    /** Some values and the header, of one moment. */
    private record Page(@Nullable ViewHeader header, Map<String, byte[]> entries) {

        Map<Integer, Long> lanes() {
            return header == null ? Map.of() : header.lanes();
        }
    }

    /** At least one page, so that the header is always read. */
    private static List<List<String>> pages(Collection<String> keys) {
        List<String> all = List.copyOf(keys);
        List<List<String>> pages = new ArrayList<>();
        for (int from = 0; from == 0 || from < all.size(); from += READ_MAX) {
            pages.add(all.subList(from, Math.min(from + READ_MAX, all.size())));
        }
        return pages;
    }

    private Page page(List<String> keys) {
        byte[][] fields = new byte[1 + keys.size()][];
        fields[0] = Entries.HEADER;
        for (int i = 0; i < keys.size(); i++) {
            fields[i + 1] = Entries.field(keys.get(i));
        }
        List<KeyValue<byte[], byte[]>> found =
                reading.ask("read the view " + id, redis -> redis.hmget(key, fields));
        Map<String, byte[]> entries = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (found.get(i + 1).hasValue()) {
                entries.put(keys.get(i), found.get(i + 1).getValue());
            }
        }
        KeyValue<byte[], byte[]> header = found.getFirst();
        return new Page(header.hasValue() ? ViewHeader.of(header.getValue()) : null, entries);
    }

    /**
     * As the interface says. Redis loses at most what its persistence lets it lose of a save that
     * has succeeded, and always the position with the values.
     *
     * @throws IllegalArgumentException when a value or key is too large, and nothing was written
     */
    @Override
    public void save(List<Write<String, V>> writes, Progress progress) {
        ViewHeader left = opened();
        Map<String, Write<String, V>> last = new LinkedHashMap<>();
        writes.forEach(write -> last.put(write.key(), write));
        for (byte[][] call : new SaveCalls(left, progress.positions()).of(last, codec::encode)) {
            String answer = new String(SAVE.run(writing, "save the view " + id, key, call), UTF_8);
            if (!answer.equals("saved")) {
                throw notAsLeft(answer);
            }
        }
        Map<Integer, Long> lanes = new HashMap<>(left.lanes());
        lanes.putAll(progress.positions());
        mine = new ViewHeader(left.identity(), lanes);
        seen.add(lanes);
    }

    private ViewHeader opened() {
        ViewHeader opened = mine;
        if (opened == null) {
            throw new StorageException(
                    "The view " + id + " is not open.", new IllegalStateException("not open"));
        }
        return opened;
    }

    private StorageException notAsLeft(String how) {
        String words =
                switch (how) {
                    case "lost" -> " is not in Redis any more, or started anew there.";
                    case "behind" -> " is in Redis as it was before: what was saved last is lost.";
                    default -> " is not where it was left any more: somebody else writes to it.";
                };
        return new StorageException("The view " + id + words, new RedisException(how));
    }

    @Override
    public Progress progress() {
        Map<Integer, Long> lanes = page(List.of()).lanes();
        seen.add(lanes);
        return Progress.of(lanes);
    }

    @Override
    public Duration pace(boolean changed) {
        return changed ? PACE : Duration.ZERO;
    }

    /**
     * As the interface says, a bounded number at a time, so not all as of one moment. When many
     * keys are removed meanwhile, one may be called back for twice.
     */
    @Override
    public void scan(BiConsumer<String, V> each) {
        ScanArgs some = ScanArgs.Builder.limit(READ_MAX);
        ViewHeader before = page(List.of()).header;
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            ScanCursor from = cursor;
            MapScanCursor<byte[], byte[]> found =
                    reading.ask("scan the view " + id, redis -> redis.hscan(key, from, some));
            found.getMap()
                    .forEach((field, entry) -> {
                        if (field[0] != Entries.HEADER[0]) {
                            each.accept(Entries.key(field), codec.decode(Entries.avro(entry)));
                        }
                    });
            cursor = found;
        } while (!cursor.isFinished());
        ViewHeader after = page(List.of()).header;
        if (before != null && (after == null || !after.isOfTheLifeOf(before))) {
            throw notAsLeft("lost");
        }
    }

    /** Redis frees the memory in the background, so that this takes no longer for a large view. */
    @Override
    public void drop() {
        writing.ask("drop the view " + id, redis -> redis.unlink(key));
        mine = null;
        seen.forget();
    }

    /** The connections are shared by all views, and closed with them. */
    @Override
    public void close() {}
}
