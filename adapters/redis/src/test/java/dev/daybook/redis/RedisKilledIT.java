package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.redis.Story.Follower;
import dev.daybook.testkit.Eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is left of a view when Redis ends without warning, and loses what it had not yet kept. */
class RedisKilledIT {

    private static final Duration WAIT = Duration.ofSeconds(20);

    /** So many that a save is three calls. */
    private static final int MANY = 1_300;

    @TempDir Path directory;

    @Test
    void killedInTheMiddleOfSavesItComesBackAndTheViewIsWhatTheStorySays() {
        try (RealRedis redis = RealRedis.start(directory);
                RedisViews views = new RedisViews(redis.settings(), "main")) {
            var store = views.keyed(Story.view("lines"));
            Follower follower = new Follower(store);
            SplittableRandom random = new SplittableRandom(1);
            AtomicInteger failures = new AtomicInteger();
            for (int kill = 1; kill <= 5; kill++) {
                AtomicLong saves = new AtomicLong();
                CompletableFuture<Void> following =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        while (true) {
                                            follower.follow(MANY);
                                            saves.incrementAndGet();
                                        }
                                    } catch (StorageException killed) {
                                        failures.incrementAndGet();
                                    }
                                },
                                Thread::startVirtualThread);
                int enough = 2 + random.nextInt(5);
                Eventually.holds(WAIT, () -> saves.get() >= enough);
                redis.kill();
                following.join();
                redis.restart();
                nothingIsBehindItsLane(store);
            }
            assertThat(failures).hasValue(5);
            catchUp(follower, MANY);
            Story.assertIsAt(follower.position(), store);
        }
    }

    /** Every value is that of an event at or after the lane's position, or of the last before. */
    private static void nothingIsBehindItsLane(RedisKeyedStore<Story.Line> store) {
        long[] position = new long[1];
        Eventually.holds(
                WAIT,
                () -> {
                    try {
                        position[0] = store.open(Set.of(ALL)).of(ALL);
                        store.progress(); // by the line of readers, which comes back by itself
                        return true;
                    } catch (StorageException notYet) {
                        return false;
                    }
                });
        var expected = Story.at(position[0]);
        var ahead = Story.at(position[0] + MANY);
        var found = Story.scan(store);
        found.forEach(
                (key, line) -> assertThat(line).isIn(orNone(expected, key), orNone(ahead, key)));
        expected.forEach((key, line) -> assertThat(found).containsKey(key));
    }

    private static Object orNone(Map<String, Story.Line> view, String key) {
        return view.containsKey(key) ? view.get(key) : "none";
    }

    private static void catchUp(Follower follower, int events) {
        Eventually.holds(
                WAIT,
                () -> {
                    try {
                        follower.follow(events);
                        return true;
                    } catch (StorageException notYet) {
                        return false;
                    }
                });
    }

    /**
     * Redis writes its log to disk once a second: the machine under it may lose what came after,
     * down to half a command. The values go back as far as the position does.
     */
    @Test
    void aLogThatLostItsEndGoesBackToSomeEarlierSaveAndNeverBetweenTwo() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        try (RealRedis redis = RealRedis.start(directory);
                RedisViews views = new RedisViews(redis.settings(), "main")) {
            var store = views.keyed(Story.view("lines"));
            Follower follower = new Follower(store);
            for (int round = 1; round <= 6; round++) {
                catchUp(follower, 40);
                long kept = log().length();
                for (int i = 0; i < 20; i++) {
                    follower.follow(1 + random.nextInt(60));
                }
                long before = follower.position();
                redis.kill();
                try (RandomAccessFile file = log()) {
                    // Where the disk is slow, Redis answers before it writes: all may be gone by
                    // now.
                    long lost = Math.max(1, file.length() - kept);
                    file.setLength(kept + random.nextLong(lost));
                }
                redis.restart();
                theWriterIsTold(store);
                long position = store.progress().of(ALL);
                assertThat(position).isLessThan(before);
                Story.assertIsAt(position, store);
            }
        }
    }

    /** The writer is told as soon as it has a connection again. */
    private static void theWriterIsTold(RedisKeyedStore<Story.Line> store) {
        Eventually.holds(
                WAIT,
                () -> {
                    try {
                        store.load(List.of("key-1"));
                        throw new AssertionError("It did not notice.");
                    } catch (StorageException failed) {
                        return failed.getMessage().contains("what was saved last is lost");
                    }
                });
    }

    private RandomAccessFile log() throws IOException {
        return new RandomAccessFile(directory.resolve("appendonly.aof").toFile(), "rw");
    }

    @Test
    void withoutALogNothingIsLeftAndTheViewBeginsAgain() throws IOException {
        try (RealRedis redis = RealRedis.start(directory);
                RedisViews views = new RedisViews(redis.settings(), "main")) {
            var store = views.keyed(Story.view("lines"));
            Follower follower = new Follower(store);
            follower.follow(100);
            redis.kill();
            Files.delete(directory.resolve("appendonly.aof"));
            redis.restart();
            catchUp(follower, 30);
            assertThat(follower.position()).isEqualTo(30);
            Story.assertIsAt(30, store);
        }
    }
}
