package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.redis.Story.Follower;
import dev.daybook.redis.Story.Line;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Two nodes follow a lane at the same time, which they do for a moment when it changes hands. */
class RedisRacesIT {

    private static final byte[] KEY = "daybook:{main:lines_v1}".getBytes(UTF_8);

    private static RealRedis redis;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = RealRedis.start(directory);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.operator(operator -> operator.flushall());
    }

    @Test
    void twoWritersThatRaceEndInTheNewestValues() {
        try (RedisViews here = new RedisViews(redis.settings(), "main");
                RedisViews there = new RedisViews(redis.settings(), "main")) {
            var racers =
                    List.of(
                            new Follower(here.keyed(Story.view("lines"))),
                            new Follower(there.keyed(Story.view("lines"))));
            var races =
                    racers.stream()
                            .map(racer ->
                                    CompletableFuture.supplyAsync(
                                            () -> race(racer, 20_000), Thread::startVirtualThread))
                            .toList();
            int refused = races.stream().mapToInt(CompletableFuture::join).sum();
            assertThat(refused).isPositive();
            RedisKeyedStore<Line> store = here.keyed(Story.view("lines"));
            Follower last = new Follower(store);
            last.follow(700); // what one of them may have saved in part
            last.follow(700);
            Story.assertIsAt(last.position(), store);
        }
    }

    /** Follows to a position; how often it was refused. */
    private static int race(Follower racer, long to) {
        int refused = 0;
        while (racer.position() < to) {
            try {
                racer.follow(700);
            } catch (StorageException ahead) {
                refused++;
            }
        }
        return refused;
    }

    /**
     * A node dies between two calls of a save, and one that is behind it goes on: what it saves is
     * older than what is there already.
     */
    @Test
    void whatWasSavedInPartIsNotOvertakenByAnOlderValue() {
        Map<String, Write<String, Line>> writes = new LinkedHashMap<>();
        for (int i = 1; i <= 600; i++) {
            writes.put("k" + i, new Write<>("k" + i, 100 + i, new Line(2, 100 + i, "newer")));
        }
        try (RedisViews views = new RedisViews(redis.settings(), "main")) {
            var store = views.keyed(Story.view("lines"));
            new Follower(store).follow(100);
            onlyTheFirstCallOf(writes);
            assertThat(store.progress().of(ALL)).isEqualTo(100);
            store.save(
                    List.of(
                            new Write<>("k1", 101, new Line(1, 101, "the same")),
                            new Write<>("k2", 101, new Line(1, 101, "older")),
                            new Write<>("k3", 101, null),
                            new Write<>("k600", 101, new Line(1, 101, "first"))),
                    Progress.all(101));
            Map<String, Line> found = store.find(writes.keySet()).values();
            assertThat(found.get("k2").text()).isEqualTo("newer");
            assertThat(found.get("k3").text()).isEqualTo("newer");
            assertThat(found.get("k600").text()).isEqualTo("first");
            assertThat(store.load(List.of("k2")).get("k2").position()).isEqualTo(102);
        }
    }

    private static void onlyTheFirstCallOf(Map<String, Write<String, Line>> writes) {
        List<byte[][]> calls =
                new SaveCalls(ViewHeader.of(header()), new TreeMap<>(Map.of(ALL, 700L)))
                        .of(writes, RecordCodec.of(Line.class)::encode);
        assertThat(calls).hasSize(2);
        byte[] answer =
                withLink(link ->
                        RedisScript.named("save.lua").run(link, "save", KEY, calls.getFirst()));
        assertThat(answer).isEqualTo("saved".getBytes(UTF_8));
    }

    /** One lane stands still: a save of another has to notice that Redis lost the first. */
    @Test
    void aSaveOfOneLaneNoticesThatAnotherHasGoneBack() {
        try (RedisViews views = new RedisViews(redis.settings(), "main")) {
            var store = views.keyed(Story.view("lines"));
            store.open(Set.of(1, 2));
            store.save(List.of(), Progress.of(Map.of(1, 5L, 2, 7L)));
            byte[] before = header();
            store.save(List.of(), Progress.of(Map.of(2, 9L)));
            putBack(before);
            assertThatThrownBy(() -> store.save(List.of(), Progress.of(Map.of(1, 6L))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("what was saved last is lost");
        }
    }

    private static byte[] header() {
        return withLink(link -> link.ask("read", redis -> redis.hget(KEY, Entries.HEADER)));
    }

    private static void putBack(byte[] header) {
        withLink(link -> link.ask("write", redis -> redis.hset(KEY, Entries.HEADER, header)));
    }

    private static <T> T withLink(Function<RedisLink, T> work) {
        RedisClient client = RedisClient.create();
        try (RedisLink link =
                new RedisLink(
                        "Redis",
                        () -> client.connectAsync(ByteArrayCodec.INSTANCE, redis.settings().uri()),
                        RedisSettings.TIMEOUT)) {
            return work.apply(link);
        } finally {
            client.shutdown();
        }
    }
}
