package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.redis.Story.Follower;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Somebody empties Redis while it runs. */
class RedisFlushedIT {

    private static RealRedis redis;

    private RedisViews views;
    private RedisKeyedStore<Story.Line> store;
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
        flush();
        views = new RedisViews(redis.settings(), "main");
        store = views.keyed(Story.view("lines"));
        follower = new Follower(store);
        follower.follow(100);
    }

    @AfterEach
    void close() {
        views.close();
    }

    private static void flush() {
        redis.operator(operator -> operator.flushall());
    }

    @Test
    void theNextSaveNoticesAndTheViewIsRebuilt() {
        flush();
        assertThatThrownBy(() -> store.save(List.of(), Progress.all(101)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not in Redis any more");
        assertThat(redis.<Long>operator(operator -> operator.dbsize())).isZero();
        assertThat(store.open(Set.of(ALL)).of(ALL)).isZero();
        Follower again = new Follower(store);
        again.follow(150);
        Story.assertIsAt(150, store);
    }

    /** Or it would fold its events into nothing. */
    @Test
    void theNextLoadOfAWriterNoticesAsWell() {
        flush();
        assertThatThrownBy(() -> store.load(List.of(Story.key(1))))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.load(List.of())).isInstanceOf(StorageException.class);
    }

    @Test
    void aReaderIsToldThatTheViewIsBehindUntilItIsWhereItWas() {
        assertThat(store.get(Story.key(100))).isPresent();
        flush();
        assertThat(store.progress().of(ALL)).isZero();
        assertThatThrownBy(() -> store.get(Story.key(100)))
                .isInstanceOfSatisfying(
                        ViewBehindException.class,
                        behind -> {
                            assertThat(behind.view()).isEqualTo("lines");
                            assertThat(behind.wanted()).isEqualTo(100);
                            assertThat(behind.reached()).isZero();
                        });
        Follower again = new Follower(store);
        again.follow(99);
        assertThatThrownBy(() -> store.get(Story.key(1))).isInstanceOf(ViewBehindException.class);
        again.follow(1);
        assertThat(store.get(Story.key(100))).isPresent();
        assertThat(store.get("nobody")).isEmpty();
    }

    @Test
    void aReaderOnAnotherNodeIsToldOfWhatItHasSeen() {
        try (RedisViews others = new RedisViews(redis.settings(), "main")) {
            var reader = others.keyed(Story.view("lines"));
            assertThat(reader.find(List.of(Story.key(1))).progress().of(ALL)).isEqualTo(100);
            flush();
            assertThatThrownBy(() -> reader.get(Story.key(1)))
                    .isInstanceOf(ViewBehindException.class);
        }
    }

    /** A node that never saw the view is told by the progress, which is of the same moment. */
    @Test
    void aReaderThatKnowsNothingIsShownHowFarTheViewIs() {
        flush();
        try (RedisViews others = new RedisViews(redis.settings(), "main")) {
            Shown<Story.Line> shown = others.keyed(Story.view("lines")).find(List.of(Story.key(1)));
            assertThat(shown.values()).isEmpty();
            assertThat(shown.progress().of(ALL)).isZero();
        }
    }

    /** Another node has opened the view again; the lane may even be where this one left it. */
    @Test
    void aViewThatBeganAnewUnderAWritersFeetIsNotWrittenTo() {
        flush();
        try (RedisViews others = new RedisViews(redis.settings(), "main")) {
            var other = others.keyed(Story.view("lines"));
            other.open(Set.of(ALL));
            other.save(List.of(), Progress.all(100));
            assertThatThrownBy(() -> store.save(List.of(), Progress.all(101)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("started anew");
            assertThat(other.progress().of(ALL)).isEqualTo(100);
        }
    }

    /** One key, so that Redis cannot evict some values and keep the others. */
    @Test
    void aViewIsOneKeyOfRedis() {
        List<String> keys = redis.operator(operator -> operator.keys("*"));
        assertThat(keys).containsExactly("daybook:{main:lines_v1}");
        assertThat(redis.<Long>operator(operator -> operator.ttl(keys.getFirst()))).isEqualTo(-1);
    }

    @Test
    void anotherBookInTheSameRedisIsAnother() {
        try (RedisViews others = new RedisViews(redis.settings(), "other")) {
            var other = others.keyed(Story.view("lines"));
            assertThat(other.open(Set.of(ALL)).of(ALL)).isZero();
            other.drop();
        }
        Story.assertIsAt(100, store);
    }
}
