package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.redis.Story.Follower;
import dev.daybook.redis.Story.Line;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A Redis that answers, and does not do what it is asked. */
class RedisRefusesIT {

    private static RealRedis redis;

    private RedisViews views;
    private RedisKeyedStore<Line> store;
    private Follower follower;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RealRedis.start(directory);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void follow() {
        redis.operator(operator -> operator.flushall());
        views = new RedisViews(redis.settings(), "main");
        store = views.keyed(Story.view("lines"));
        follower = new Follower(store);
        follower.follow(100);
    }

    @AfterEach
    void close() {
        views.close();
    }

    @Test
    void aFullRedisDelaysTheViewAndChangesNothing() {
        redis.operator(operator -> operator.configSet("maxmemory", "1"));
        try {
            assertThatThrownBy(() -> follower.follow(50))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("OOM");
            assertThat(store.progress().of(ALL)).isEqualTo(100);
            Story.assertIsAt(100, store);
        } finally {
            redis.operator(operator -> operator.configSet("maxmemory", "0"));
        }
        follower.follow(50);
        Story.assertIsAt(150, store);
    }

    @Test
    void aReplicaIsNotWrittenTo() {
        redis.operator(operator -> operator.replicaof("127.0.0.1", 1));
        try {
            assertThatThrownBy(() -> follower.follow(50))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("READONLY");
        } finally {
            redis.operator(operator -> operator.replicaofNoOne());
        }
        follower.follow(50);
        Story.assertIsAt(150, store);
    }

    @Test
    void aRedisThatHasForgottenTheScriptsIsSentThemAgain() {
        redis.operator(operator -> operator.scriptFlush());
        follower.follow(50);
        Story.assertIsAt(150, store);
    }

    @Test
    void anotherKindOfKeyInThePlaceOfTheViewIsLeftAlone() {
        redis.operator(operator -> {
            operator.del("daybook:{main:lines_v1}");
            return operator.set("daybook:{main:lines_v1}", "mine");
        });
        assertThatThrownBy(() -> store.save(List.of(), Progress.all(101)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThatThrownBy(() -> store.open(Set.of(ALL))).isInstanceOf(StorageException.class);
        assertThat(redis.<String>operator(operator -> operator.get("daybook:{main:lines_v1}")))
                .isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 5_000_000})
    void aValueThatIsTooLargeIsRefusedAndTheOthersAreNotWritten(int length) {
        List<Write<String, Line>> writes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            writes.add(new Write<>("other-" + i, 101, new Line(1, 101, "")));
        }
        writes.add(new Write<>("large", 102, new Line(1, 102, "x".repeat(length))));
        assertThatThrownBy(() -> store.save(writes, Progress.all(102)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1000000");
        Story.assertIsAt(100, store);
        store.save(writes.subList(0, 600), Progress.all(101));
    }

    @Test
    void manyLargeValuesAreSavedInCallsOfABoundedSize() {
        List<Write<String, Line>> writes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            writes.add(new Write<>("large-" + i, 101, new Line(1, 101, "x".repeat(900_000))));
        }
        store.save(writes, Progress.all(101));
        assertThat(store.find(List.of("large-0", "large-29")).values()).hasSize(2);
        store.drop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half a character: \ud83d", "\udcb6"})
    void aKeyThatIsNotTextIsRefused(String key) {
        assertThatThrownBy(() ->
                        store.save(
                                List.of(new Write<>(key, 101, new Line(1, 101, ""))),
                                Progress.all(101)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.progress().of(ALL)).isEqualTo(100);
    }

    @Test
    void aKeyMayBeAnyTextAndNoneIsTheHeader() {
        List<String> keys = List.of("", "@", "=", " \r\n", "{}", "\u0000", "💶", "a".repeat(4_000));
        List<Write<String, Line>> writes = new ArrayList<>();
        keys.forEach(key -> writes.add(new Write<>(key, 101, new Line(1, 101, key))));
        store.save(writes, Progress.all(101));
        store.find(keys).values().forEach((key, line) -> assertThat(line.text()).isEqualTo(key));
        assertThat(store.find(keys).values()).hasSize(keys.size());
        assertThat(Story.scan(store)).containsKeys(keys.toArray(String[]::new));
    }

    @Test
    void tooManyRemovalsAtOnceAreRefusedRatherThanHoldUpRedis() {
        List<Write<String, Line>> writes = new ArrayList<>();
        for (int i = 0; i <= 10_000; i++) {
            writes.add(new Write<>("key-" + i, 101, null));
        }
        assertThatThrownBy(() -> store.save(writes, Progress.all(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10001");
        store.save(writes.subList(0, 10_000), Progress.all(101));
        assertThat(Story.scan(store)).hasSizeLessThan(100);
    }

    @Test
    void aStoreThatIsNotOpenSaysSo() {
        var fresh = views.keyed(Story.view("lines"));
        assertThatThrownBy(() -> fresh.save(List.of(), Progress.all(1)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not open");
    }
}
